package io.vestibule.worker.walk;

import java.time.Duration;

/**
 * What one call to one server came to. Every expected failure is one of these; a bug is an exception.
 *
 * <p>{@link #verdict()} is the one place that says what ends a walk (MSC4125, "Accepting and rejecting invites").
 */
public sealed interface ServerOutcome {

    /** The HTTP status of everything that was done. */
    int OK = 200;

    /** The server did what was asked. */
    record Succeeded(int status) implements ServerOutcome {}

    /** The server answered with an error. */
    sealed interface Declined extends ServerOutcome {
        /** @return the error as the server put it */
        PeerAnswer answer();
    }

    /** 403 with errcode {@code M_FORBIDDEN}: definitive for the room, not only for this server. */
    record Forbidden(PeerAnswer answer) implements Declined {}

    /** 404: the server is not in the room or does not know the endpoint. */
    record NotFound(PeerAnswer answer) implements Declined {}

    /** {@code M_UNABLE_TO_AUTHORISE_JOIN} or {@code M_UNABLE_TO_GRANT_JOIN}: another server may be able to. */
    record UnableToAuthorise(PeerAnswer answer) implements Declined {}

    /** {@code M_INCOMPATIBLE_ROOM_VERSION} or {@code M_UNSUPPORTED_ROOM_VERSION}. */
    record IncompatibleVersion(PeerAnswer answer) implements Declined {}

    /** 429 or {@code M_LIMIT_EXCEEDED}, with the delay that the server asked for. */
    record RateLimited(PeerAnswer answer, Duration retryAfter) implements Declined {}

    /** Any other refusal in the range of 400, a 403 without {@code M_FORBIDDEN} among them. */
    record Refused(PeerAnswer answer) implements Declined {}

    /** A status of 500 or above. */
    record ServerFault(PeerAnswer answer) implements Declined {}

    /** The server answered, and the answer cannot be used. */
    sealed interface Unusable extends ServerOutcome {
        /** @return why, in our words */
        String reason();
    }

    /** A template that must not be signed. */
    record BadTemplate(String reason) implements Unusable {}

    /** An answer that is none: no JSON, another shape, a redirect, too large, or one that failed its checks. */
    record BadAnswer(int httpStatus, String reason) implements Unusable {}

    /** A leave template that does not cite the rejected invite: the room has moved on. */
    record Superseded(String reason) implements Unusable {}

    /** Nobody answered. */
    sealed interface Silent extends ServerOutcome {
        /** @return whether the request may have reached the server */
        boolean sent();

        /** @return why, in our words */
        String reason();
    }

    /** No answer in time. */
    record TimedOut(boolean sent, String reason) implements Silent {}

    /** No answer by the time that the walk was over: another server had answered, or there was no time left. */
    record NotAwaited(String reason) implements Silent {
        @Override
        public boolean sent() {
            return true;
        }
    }

    /** No connection, or one that broke. */
    record Unreachable(boolean sent, String reason) implements Silent {}

    /** The server did not prove who it is. */
    record TlsFailed(boolean sent, String reason) implements Silent {}

    /** The name leads nowhere. */
    record DnsFailed(boolean sent, String reason) implements Silent {}

    /** The name leads to an address that must not be connected to. */
    record BlockedAddress(boolean sent, String reason) implements Silent {}

    /** @return what this means for a walk */
    default Verdict verdict() {
        return switch (this) {
            case Succeeded done -> Verdict.STOP;
            case Forbidden definitive -> Verdict.STOP;
            case Superseded movedOn -> Verdict.STOP;
            case RateLimited busy -> Verdict.LATER;
            case NotFound notThere -> Verdict.NEXT_SERVER;
            case UnableToAuthorise unable -> Verdict.NEXT_SERVER;
            case IncompatibleVersion older -> Verdict.NEXT_SERVER;
            case Refused refused -> Verdict.NEXT_SERVER;
            case ServerFault fault -> Verdict.NEXT_SERVER;
            case BadTemplate bad -> Verdict.NEXT_SERVER;
            case BadAnswer bad -> Verdict.NEXT_SERVER;
            case Silent silent -> Verdict.NEXT_SERVER;
        };
    }

    /** @return the HTTP status, 0 when none was received */
    default int status() {
        return switch (this) {
            case Succeeded done -> done.status();
            case Declined declined -> declined.answer().status();
            case BadAnswer bad -> bad.httpStatus();
            case BadTemplate bad -> OK;
            case Superseded movedOn -> OK;
            case Silent silent -> 0;
        };
    }

    /** @return the peer's errcode, empty when there is none */
    default String errcode() {
        return this instanceof Declined declined ? declined.answer().errcode() : "";
    }

    /** @return the peer's words or ours, at most {@link PeerAnswer#MAX_WORDS} characters */
    default String detail() {
        String detail = switch (this) {
            case Succeeded done -> "";
            case Declined declined -> declined.answer().words();
            case Unusable unusable -> unusable.reason();
            case Silent silent -> silent.reason();
        };
        return PeerAnswer.cut(detail, PeerAnswer.MAX_WORDS);
    }
}
