package io.vestibule.matrix.key;

/** What checking a published key object has shown. */
public sealed interface KeyAnswer {

    /** It is whole, about the right server, and signed as it must be. */
    record Verified(ServerKeys keys) implements KeyAnswer {}

    /** It is of no use; {@code reason} names the culprit. */
    record Refused(String reason) implements KeyAnswer {}
}
