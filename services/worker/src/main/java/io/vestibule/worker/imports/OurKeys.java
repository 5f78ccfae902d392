package io.vestibule.worker.imports;

import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.util.Optional;

/**
 * Our own public keys, which nobody needs to be asked for.
 *
 * @param server our name
 * @param keys our keys, old ones included
 */
public record OurKeys(ServerName server, OwnKeys keys) {

    /** @return the key, if it is ours and was valid at the time (milliseconds since the epoch) */
    public Optional<VerifyKey> find(KeyId id, long originServerTs) {
        SigningKeyFile file = keys.current();
        Optional<VerifyKey> current = file.keys().stream()
                .map(SigningKey::verifyKey)
                .filter(key -> key.id().equals(id))
                .findFirst();
        return current.or(() -> file.oldKeys().stream()
                .filter(old -> old.key().id().equals(id) && originServerTs <= old.expiredTs())
                .map(SigningKeyFile.OldKey::key)
                .findFirst());
    }
}
