package io.vestibule.model;

/** How a command ended. */
public enum OutcomeType {
    /** One that this release does not know. */
    UNKNOWN,
    /** A resident server took the join. */
    JOINED,
    /** The homeserver is in the room or about to be: the change is a local event, not a handshake. */
    RESIDENT,
    /** The leave is confirmed. */
    LEFT,
    /** The user is out by a signed out-of-band leave; the room is told in the background. */
    LEFT_LOCALLY,
    /** A server answered 403 {@code M_FORBIDDEN}. */
    FORBIDDEN,
    /** Every server failed. */
    NO_SERVER_REACHABLE,
    /** There is no invite to act on. */
    NOT_INVITED,
    /** The invite was withdrawn. */
    RETRACTED,
    /** Something newer took over. */
    CANCELLED,
    /** The event was sent and no server answered. */
    UNCONFIRMED,
    /** The deadline passed first. */
    EXPIRED,
    /** The room is blocked here. */
    BLOCKED,
    /** The command is not understood. */
    INVALID_COMMAND,
    /** A fault of ours. */
    INTERNAL_ERROR
}
