package io.vestibule.model;

/** What a client-facing service may ask for. */
public enum CommandType {
    /** One that this release does not know. */
    UNKNOWN,
    ACCEPT_INVITE,
    REJECT_INVITE,
    RETRY,
    SEND_INVITE,
    RETRACT_INVITE,
    /** Keep nothing of the user in this room. */
    FORGET_INVITE;

    /** @return whether it is about a user of another server */
    public boolean isOutbound() {
        return switch (this) {
            case SEND_INVITE, RETRACT_INVITE -> true;
            case UNKNOWN, ACCEPT_INVITE, REJECT_INVITE, RETRY, FORGET_INVITE -> false;
        };
    }
}
