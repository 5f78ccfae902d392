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
    INTERNAL_ERROR,
    /** The invited server has signed our invite. */
    INVITED,
    /** The invited user takes no such invites. */
    INVITE_BLOCKED,
    /** The invited server does not support the room's version. */
    INCOMPATIBLE_ROOM_VERSION,
    /** The server refused for another reason. */
    REFUSED,
    /** The server asked to be left alone until after the deadline. */
    RATE_LIMITED,
    /** The server's answer is not our invite with its signature. */
    BAD_ANSWER,
    /** The room's policy server has to see the invite first. */
    POLICY_SERVER_FIRST,
    /** The server has taken our retraction. */
    RETRACTION_SENT,
    /** Nothing of the user is kept for this room any more. */
    FORGOTTEN,
    /** Something is open, and the command did not say that it may be forgotten all the same. */
    STILL_PENDING
}
