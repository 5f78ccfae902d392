package io.vestibule.matrix.key;

/** Where the public keys of other servers come from. Implementations are thread-safe. */
public interface KeyRing {

    /**
     * Finds keys, fetching them if necessary. Blocks, so it belongs on a virtual thread; an interrupt ends the wait and
     * answers {@link KeyLookup.Unavailable} with the interrupt status set.
     *
     * @return what was found; network failures are answers, never exceptions
     */
    KeyLookup lookup(KeyRequest request);

    /**
     * Takes in keys that came another way, such as from a notary query for many servers at once.
     *
     * @param keys an answer that was verified and came from the server itself or from a notary that is trusted. An answer
     *     from anybody else must not be taken in, however well it is signed: it is signed by the keys that it brings
     */
    void learn(ServerKeys keys);
}
