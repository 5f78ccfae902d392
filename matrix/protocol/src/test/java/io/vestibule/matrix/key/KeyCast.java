package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.SigningKeyFile.OldKey;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Servers and keys for tests about keys. A key is made from its ID, so that it is the same everywhere. */
final class KeyCast {

    static final ServerName A = ServerName.of("a.example");
    static final JsonSignatures SIGNATURES = new JsonSignatures(Ed25519.portable());
    static final long DAY = 24L * 60 * 60 * 1000;

    private KeyCast() {}

    static KeyId id(String version) {
        return KeyId.of("ed25519:" + version);
    }

    static SigningKey key(String version) {
        byte[] name = version.getBytes(StandardCharsets.UTF_8);
        return SigningKey.of(id(version), Arrays.copyOf(name, SigningKey.SEED_BYTES));
    }

    /** What a server publishes at a time: keys that sign, and keys that it has retired. */
    static JsonObject published(ServerName server, long nowTs, List<SigningKey> keys, OldKey... old) {
        SigningKeyFile file = new SigningKeyFile(keys, List.of(old));
        return JsonObject.of(new OwnServerKeys(server, file, SIGNATURES).answer(nowTs));
    }

    /** An answer as it is known after it was verified. */
    static ServerKeys answer(ServerName server, long validUntilTs, long fetchedAtTs, String... versions) {
        Map<KeyId, VerifyKey> keys = Arrays.stream(versions)
                .collect(Collectors.toMap(KeyCast::id, version -> key(version).verifyKey()));
        return new ServerKeys(server, keys, Map.of(), validUntilTs, fetchedAtTs);
    }
}
