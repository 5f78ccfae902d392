package io.vestibule.ingress.append;

/** How an append ended. */
public sealed interface Appended {

    /** Every in-sync replica has the record. */
    record Acknowledged() implements Appended {}

    /**
     * The record is larger than the size budget; it was not sent.
     *
     * @param bytes its size
     */
    record TooLarge(int bytes) implements Appended {}

    /**
     * It is not known that the broker has the record, and may be that it has: the caller is to ask again, and the repeat is
     * the same fact.
     *
     * @param reason for logs
     */
    record Unavailable(String reason) implements Appended {}
}
