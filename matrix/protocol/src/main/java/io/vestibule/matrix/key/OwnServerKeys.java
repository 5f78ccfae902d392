package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.SigningKeyFile.OldKey;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Our own answer to {@code GET /_matrix/key/v2/server}, signed by every key that is valid.
 *
 * <p>An answer is valid for a day and used for half of it, so that nobody is ever handed one that is about to expire.
 * Thread-safe.
 */
public final class OwnServerKeys {

    /** How long an answer is valid after it was signed. */
    public static final Duration LIFETIME = Duration.ofDays(1);

    private final ServerName server;
    private final OwnKeys keys;
    private final JsonSignatures signatures;
    private volatile @Nullable Published published;

    private record Published(byte[] answer, long renewAtTs, SigningKeyFile keys) {}

    /**
     * @param server our name
     * @param keys our keys, old ones included; an answer never outlives a change of them
     */
    public OwnServerKeys(ServerName server, OwnKeys keys, JsonSignatures signatures) {
        this.server = server;
        this.keys = keys;
        this.signatures = signatures;
    }

    /**
     * @param nowTs the time, milliseconds since 1970
     * @return the answer's body, canonical, to be handed out and not written to
     */
    public byte[] answer(long nowTs) {
        SigningKeyFile valid = keys.current();
        Published current = published;
        if (current == null || nowTs >= current.renewAtTs() || !current.keys().equals(valid)) {
            current = new Published(
                    signed(valid, nowTs + LIFETIME.toMillis()),
                    nowTs + LIFETIME.dividedBy(2).toMillis(),
                    valid);
            published = current;
        }
        return current.answer();
    }

    private byte[] signed(SigningKeyFile valid, long validUntilTs) {
        JsonObject answer = JsonObject.of(unsigned(valid, validUntilTs));
        for (SigningKey key : valid.keys()) {
            answer = JsonObject.of(signatures.sign(answer, server, key));
        }
        return CanonicalJson.of(answer);
    }

    private byte[] unsigned(SigningKeyFile valid, long validUntilTs) {
        JsonWriter body = new JsonWriter().beginObject().name("old_verify_keys").beginObject();
        for (OldKey old : valid.oldKeys()) {
            body.name(old.key().id().value())
                    .beginObject()
                    .field("expired_ts", old.expiredTs())
                    .field("key", old.key().base64())
                    .endObject();
        }
        body.endObject()
                .field("server_name", server.value())
                .field("valid_until_ts", validUntilTs)
                .name("verify_keys")
                .beginObject();
        for (SigningKey key : valid.keys()) {
            body.name(key.id().value())
                    .beginObject()
                    .field("key", key.verifyKey().base64())
                    .endObject();
        }
        return body.endObject().endObject().toBytes();
    }
}
