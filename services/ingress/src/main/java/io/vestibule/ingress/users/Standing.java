package io.vestibule.ingress.users;

/** What is known of a user ID of our server name. */
public enum Standing {
    /** The user exists and takes invites. */
    TAKES_INVITES,
    /** The user exists and takes no invites (MSC4380). */
    BLOCKS_INVITES,
    /** There is no such user. */
    UNKNOWN,
    /** It cannot be said yet: the caller is to come back. */
    NOT_KNOWN_YET
}
