package io.vestibule.model;

/** The step of a handshake that was tried. */
public enum AttemptStep {
    /** One that this release does not know. */
    UNKNOWN,
    MAKE,
    SEND,
    INVITE,
    TRANSACTION
}
