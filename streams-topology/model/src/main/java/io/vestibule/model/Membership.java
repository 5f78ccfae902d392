package io.vestibule.model;

/** The membership of a member event (specification, {@code m.room.member}). */
public enum Membership {
    /** One that this release does not know. */
    UNKNOWN,
    JOIN,
    LEAVE,
    INVITE,
    KNOCK,
    BAN
}
