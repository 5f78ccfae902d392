package io.vestibule.worker.walk;

import java.time.Duration;

/** The outcome that an HTTP error stands for (specification, server-server API, errors of the membership endpoints). */
public final class Errors {
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    private Errors() {}

    /**
     * @param answer a status other than 200 with what the body said
     * @return its meaning
     */
    public static ServerOutcome of(PeerAnswer answer) {
        return of(answer, DEFAULT_RETRY_AFTER);
    }

    /**
     * @param answer a status other than 200 with what the body said
     * @param retryAfter the delay that the server asked for, if it limits the rate
     * @return its meaning
     */
    public static ServerOutcome of(PeerAnswer answer, Duration retryAfter) {
        int status = answer.status();
        if (status == 429 || answer.errcode().equals("M_LIMIT_EXCEEDED")) {
            return new ServerOutcome.RateLimited(answer, retryAfter);
        }
        if (status >= 500) {
            return new ServerOutcome.ServerFault(answer);
        }
        if (status < 400) {
            return new ServerOutcome.BadAnswer(status, "an unexpected status");
        }
        return status == 403 && answer.errcode().equals("M_FORBIDDEN")
                ? new ServerOutcome.Forbidden(answer)
                : refusal(answer);
    }

    private static ServerOutcome refusal(PeerAnswer answer) {
        return switch (answer.errcode()) {
            case "M_UNABLE_TO_AUTHORISE_JOIN", "M_UNABLE_TO_GRANT_JOIN" -> new ServerOutcome.UnableToAuthorise(answer);
            case "M_INCOMPATIBLE_ROOM_VERSION", "M_UNSUPPORTED_ROOM_VERSION" ->
                new ServerOutcome.IncompatibleVersion(answer);
            default -> answer.status() == 404 ? new ServerOutcome.NotFound(answer) : new ServerOutcome.Refused(answer);
        };
    }
}
