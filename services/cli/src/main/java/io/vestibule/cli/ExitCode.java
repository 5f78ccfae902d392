package io.vestibule.cli;

import io.vestibule.schemas.OutcomeType;

/** What the process exits with. The numbers are public: scripts rely on them. */
public enum ExitCode {
    /** As wished: joined (or the homeserver is in the room already), left, shown. */
    OK(0, "as wished"),
    /** A fault of Vestibule's, or one that nobody foresaw. */
    FAILED(1, "a fault inside Vestibule, or an unexpected one"),
    /** The command line or the configuration cannot be used. */
    USAGE(2, "the command line or the configuration cannot be used"),
    /** A server refused, the room is blocked here, or its policy server comes first. */
    REFUSED(3, "refused: 403 M_FORBIDDEN or for another reason, or the room is blocked here"),
    /** No server could be asked with success; the invite stands. */
    UNREACHABLE(4, "no server could carry it out in time; the invite stands"),
    /** There is no invite to act on, or none to show. */
    NOT_INVITED(5, "no such invite, or it was withdrawn"),
    /** The opposite command took over. */
    CANCELLED(6, "the opposite command took over"),
    /** No outcome within {@code --wait}; the command stays in force. */
    NO_OUTCOME_YET(7, "no outcome within --wait; the command stays in force"),
    /** Vestibule's own Kafka or registry cannot be reached. */
    NOT_CONNECTED(8, "Vestibule's Kafka or schema registry cannot be reached"),
    /** A check found something that is not as it should be. */
    NOT_AS_IT_SHOULD_BE(9, "a check found something that is not as it should be"),
    /** Something is pending that nobody said may be dropped. */
    STILL_PENDING(10, "something is still pending; --force drops it all the same"),
    /** The brokers know who asks, and do not allow it. */
    NOT_ALLOWED(11, "the Kafka user has no right to it");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** @return the number */
    public int code() {
        return code;
    }

    /** @return the sentence for {@code --help} */
    public String meaning() {
        return meaning;
    }

    /** @return what a command that came to this outcome exits with */
    public static ExitCode of(OutcomeType outcome) {
        return switch (outcome) {
            case JOINED, RESIDENT, LEFT, LEFT_LOCALLY, INVITED, RETRACTION_SENT, FORGOTTEN -> OK;
            case FORBIDDEN,
                    BLOCKED,
                    INVITE_BLOCKED,
                    INCOMPATIBLE_ROOM_VERSION,
                    REFUSED,
                    BAD_ANSWER,
                    POLICY_SERVER_FIRST -> ExitCode.REFUSED;
            case NO_SERVER_REACHABLE, UNCONFIRMED, EXPIRED, RATE_LIMITED -> UNREACHABLE;
            case NOT_INVITED, RETRACTED -> NOT_INVITED;
            case CANCELLED -> CANCELLED;
            case STILL_PENDING -> STILL_PENDING;
            case INVALID_COMMAND -> USAGE;
            case INTERNAL_ERROR, UNKNOWN -> FAILED;
        };
    }
}
