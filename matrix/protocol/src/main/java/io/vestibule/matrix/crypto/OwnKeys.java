package io.vestibule.matrix.crypto;

/** The keys of our own server, which may change while we run. Implementations are thread-safe. */
@FunctionalInterface
public interface OwnKeys {

    /** @return the keys as they are now; never blocks for long, and cheap enough to be asked for each signature */
    SigningKeyFile current();
}
