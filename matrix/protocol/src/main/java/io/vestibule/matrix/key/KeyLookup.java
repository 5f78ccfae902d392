package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.util.Map;

/** The answer to a {@link KeyRequest}. */
public sealed interface KeyLookup {

    /**
     * Keys that serve.
     *
     * @param keys at least one of those asked for, each valid for what it was asked for
     */
    record Found(Map<KeyId, VerifyKey> keys) implements KeyLookup {
        public Found {
            keys = Map.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("found without a key");
            }
        }
    }

    /**
     * The server's keys are known, and none of those asked for is valid at the time asked for. A signature by them counts
     * as wrong.
     */
    record NotValid(ServerName server) implements KeyLookup {}

    /**
     * The server's keys could not be had, so nothing can be said about the signature.
     *
     * @param reason why, for logs and answers; names no secret
     */
    record Unavailable(ServerName server, String reason) implements KeyLookup {}
}
