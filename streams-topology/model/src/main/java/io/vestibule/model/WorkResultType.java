package io.vestibule.model;

/** What came of a work order. */
public enum WorkResultType {
    /** One that this release does not know; taken for a fault. */
    UNKNOWN,
    /** SignLeave: the leave is signed. */
    LEAVE_SIGNED,
    /** Prepare: a template came and the event is signed. */
    PREPARED,
    /** Submit: the server took the event. */
    SUBMITTED,
    /** Prepare, Submit: a server answered 403 {@code M_FORBIDDEN}. */
    FORBIDDEN,
    /** Prepare: every server failed. Submit: the server did not take the event. */
    EXHAUSTED,
    /** Prepare of a leave: the room has moved on. */
    SUPERSEDED,
    /** Submit: bytes left and no answer came. */
    AMBIGUOUS,
    /** The deadline was over before anything was sent. */
    EXPIRED,
    /** Verify: the claim is genuine. */
    PDU_VERIFIED,
    /** Verify: the claim is not. */
    PDU_REJECTED,
    /** A fault of ours. */
    FAILED,
    /** PrepareEvent: the event is ready to be sent. */
    EVENT_PREPARED,
    /** PrepareEvent: the event cannot be sent. */
    EVENT_REFUSED,
    /** PrepareEvent: the room's policy server has to see the event first. */
    POLICY_SERVER_FIRST,
    /** SendInvite: the invited server has signed. */
    INVITED,
    /** SendInvite: the user takes no such invites. */
    INVITE_BLOCKED,
    /** SendInvite: the server does not support the room's version. */
    INCOMPATIBLE_VERSION,
    /** SendInvite, SendPdu: another definite refusal. */
    REFUSED,
    /** SendInvite, SendPdu: to be tried again later. */
    RATE_LIMITED,
    /** SendInvite: the answer is not our invite with a good signature. */
    BAD_ANSWER,
    /** SendPdu: the server took the transaction. */
    DELIVERED;

    /** @return whether the fate of a sent event is known from this result of its Submit */
    public boolean settlesSubmit() {
        return switch (this) {
            case SUBMITTED, FORBIDDEN, EXHAUSTED -> true;
            case UNKNOWN, LEAVE_SIGNED, PREPARED, SUPERSEDED, AMBIGUOUS, EXPIRED, PDU_VERIFIED, PDU_REJECTED, FAILED ->
                false;
            case EVENT_PREPARED,
                    EVENT_REFUSED,
                    POLICY_SERVER_FIRST,
                    INVITED,
                    INVITE_BLOCKED,
                    INCOMPATIBLE_VERSION,
                    REFUSED,
                    RATE_LIMITED,
                    BAD_ANSWER,
                    DELIVERED -> false;
        };
    }
}
