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
    FAILED;

    /** @return whether the fate of a sent event is known from this result of its Submit */
    public boolean settlesSubmit() {
        return switch (this) {
            case SUBMITTED, FORBIDDEN, EXHAUSTED -> true;
            case UNKNOWN, LEAVE_SIGNED, PREPARED, SUPERSEDED, AMBIGUOUS, EXPIRED, PDU_VERIFIED, PDU_REJECTED, FAILED ->
                false;
        };
    }
}
