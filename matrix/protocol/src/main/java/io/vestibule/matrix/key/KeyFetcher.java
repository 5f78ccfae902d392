package io.vestibule.matrix.key;

/**
 * The port behind which the network lies: asks the server itself, notaries, or both. Implementations are thread-safe and
 * bound the time that one fetch takes.
 */
@FunctionalInterface
public interface KeyFetcher {

    /**
     * Fetches a server's keys. Blocks; called on a virtual thread.
     *
     * @param request what is wanted; an answer that does not hold it is welcome all the same
     * @return verified answers, or why there is none; network failures are values, never exceptions
     */
    KeyFetch fetch(KeyRequest request);
}
