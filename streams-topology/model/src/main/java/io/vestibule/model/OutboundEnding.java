package io.vestibule.model;

/** The outcome that the last try stands for once no other follows. */
final class OutboundEnding {

    private OutboundEnding() {}

    /** @return the outcome of what has run out of time */
    static Desk.Answer of(OutboundOperation ended) {
        OutboundOperation.LastTry last = ended.lastTry();
        if (last == null) {
            return Desk.Answer.of(OutcomeType.EXPIRED, "the deadline passed before anything was sent");
        }
        return ended.mayHaveArrived() && !isDefinite(last.type())
                ? Desk.Answer.of(OutcomeType.UNCONFIRMED, last.detail())
                : answer(last.type(), last);
    }

    /** @return the outcome of a definite refusal */
    static Desk.Answer refused(OutboundOperation ended) {
        OutboundOperation.LastTry last = ended.lastTry();
        return last == null ? of(ended) : answer(last.type(), last);
    }

    private static Desk.Answer answer(WorkResultType type, OutboundOperation.LastTry last) {
        Desk.Answer plain = Desk.Answer.of(outcome(type), last.detail());
        return type == WorkResultType.RATE_LIMITED ? plain.retryAfter(last.retryAfter()) : plain;
    }

    private static boolean isDefinite(WorkResultType type) {
        return switch (type) {
            case INVITE_BLOCKED, INCOMPATIBLE_VERSION, FORBIDDEN, REFUSED, BAD_ANSWER -> true;
            case UNKNOWN,
                    LEAVE_SIGNED,
                    PREPARED,
                    SUBMITTED,
                    EXHAUSTED,
                    SUPERSEDED,
                    AMBIGUOUS,
                    EXPIRED,
                    PDU_VERIFIED,
                    PDU_REJECTED,
                    FAILED,
                    EVENT_PREPARED,
                    EVENT_REFUSED,
                    POLICY_SERVER_FIRST,
                    INVITED,
                    RATE_LIMITED,
                    DELIVERED -> false;
        };
    }

    private static OutcomeType outcome(WorkResultType type) {
        return switch (type) {
            case INVITE_BLOCKED -> OutcomeType.INVITE_BLOCKED;
            case INCOMPATIBLE_VERSION -> OutcomeType.INCOMPATIBLE_ROOM_VERSION;
            case FORBIDDEN -> OutcomeType.FORBIDDEN;
            case REFUSED -> OutcomeType.REFUSED;
            case BAD_ANSWER -> OutcomeType.BAD_ANSWER;
            case RATE_LIMITED -> OutcomeType.RATE_LIMITED;
            case AMBIGUOUS -> OutcomeType.UNCONFIRMED;
            case EXPIRED -> OutcomeType.EXPIRED;
            case EXHAUSTED -> OutcomeType.NO_SERVER_REACHABLE;
            case UNKNOWN,
                    LEAVE_SIGNED,
                    PREPARED,
                    SUBMITTED,
                    SUPERSEDED,
                    PDU_VERIFIED,
                    PDU_REJECTED,
                    FAILED,
                    EVENT_PREPARED,
                    EVENT_REFUSED,
                    POLICY_SERVER_FIRST,
                    INVITED,
                    DELIVERED -> OutcomeType.INTERNAL_ERROR;
        };
    }
}
