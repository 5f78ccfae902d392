package io.vestibule.model;

/** How one try at one server ended. */
public enum AttemptResult {
    /** One that this release does not know. */
    UNKNOWN,
    SUCCEEDED,
    /** 403 {@code M_FORBIDDEN}, and no other 403. */
    FORBIDDEN,
    NOT_FOUND,
    UNABLE_TO_AUTHORISE,
    INCOMPATIBLE_VERSION,
    RATE_LIMITED,
    BAD_TEMPLATE,
    BAD_ANSWER,
    REFUSED,
    SERVER_FAULT,
    TIMED_OUT,
    UNREACHABLE,
    TLS_FAILED,
    DNS_FAILED,
    BLOCKED_ADDRESS,
    ACL_DENIED,
    /** A leave template that does not cite the rejected invite: the room has moved on. */
    SUPERSEDED,
    EXPIRED,
    CANCELLED;

    /** @return what it means for the walk: success and 403 {@code M_FORBIDDEN} alone are definitive (MSC4125) */
    public Verdict verdict() {
        return switch (this) {
            case SUCCEEDED, FORBIDDEN, SUPERSEDED, EXPIRED, CANCELLED -> Verdict.STOP;
            case RATE_LIMITED -> Verdict.LATER;
            case UNKNOWN,
                    NOT_FOUND,
                    UNABLE_TO_AUTHORISE,
                    INCOMPATIBLE_VERSION,
                    BAD_TEMPLATE,
                    BAD_ANSWER,
                    REFUSED,
                    SERVER_FAULT,
                    TIMED_OUT,
                    UNREACHABLE,
                    TLS_FAILED,
                    DNS_FAILED,
                    BLOCKED_ADDRESS,
                    ACL_DENIED -> Verdict.NEXT_SERVER;
        };
    }
}
