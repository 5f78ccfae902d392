package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.VerifyKey;

/**
 * One key of one server and how far it can be trusted. Immutable.
 *
 * @param key the key
 * @param validUntilTs the last moment of its validity, milliseconds since 1970: when the server retired it, or, for a
 *     current key, {@code valid_until_ts} but at most {@link ServerKeys#MAX_VALIDITY} after it was fetched
 * @param current whether the server's newest known answer lists it in {@code verify_keys}
 */
record KnownKey(VerifyKey key, long validUntilTs, boolean current) {

    boolean serves(KeyRequest request) {
        return switch (request.use()) {
            case REQUEST -> current && validUntilTs >= request.minimumValidUntilTs();
            case EVENT -> validUntilTs >= request.minimumValidUntilTs();
        };
    }

    /** The key after an answer of its server that no longer lists it. */
    KnownKey retired() {
        return new KnownKey(key, validUntilTs, false);
    }
}
