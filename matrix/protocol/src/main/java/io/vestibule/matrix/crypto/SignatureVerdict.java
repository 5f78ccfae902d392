package io.vestibule.matrix.crypto;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.util.Set;

/** What checking the signatures of a server has shown. */
public sealed interface SignatureVerdict {

    /** Every signature under a known key is right, and there is at least one of each server that had to sign. */
    record Valid() implements SignatureVerdict {}

    /** The server has not signed, or only with algorithms that nobody knows. */
    record Unsigned(ServerName server) implements SignatureVerdict {}

    /**
     * The server has signed, but none of the keys is known to be valid for this use.
     *
     * @param keys the keys that it signed with; fetching them may help
     */
    record UnknownKeys(ServerName server, Set<KeyId> keys) implements SignatureVerdict {
        public UnknownKeys {
            keys = Set.copyOf(keys);
        }
    }

    /** A signature under a known key is wrong. */
    record Wrong(ServerName server, KeyId key) implements SignatureVerdict {}

    /** @return whether the signatures are good */
    default boolean isValid() {
        return this instanceof Valid;
    }
}
