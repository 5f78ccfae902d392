package io.vestibule.worker.invite;

import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.walk.ServerOutcome;
import java.util.Set;

/** What another server's no means for an invite or a retraction of ours (server-server API, "Inviting to a room"). */
final class Wording {
    private static final Set<String> BLOCKED =
            Set.of(MatrixErrorCode.INVITE_BLOCKED.value(), "ORG.MATRIX.MSC4155.INVITE_BLOCKED");
    private static final Set<Integer> BY_A_GATEWAY = Set.of(502, 504);
    private static final int UNAUTHORISED = 401;

    private Wording() {}

    /** @return the answer, or what stands for silence: a gateway's word says nothing about the server behind it */
    static Answer of(ServerName server, ServerOutcome outcome, Answer silence) {
        return switch (outcome) {
            case ServerOutcome.RateLimited limited ->
                new Answer.RateLimited(server, words(limited), limited.retryAfter());
            case ServerOutcome.ServerFault fault ->
                BY_A_GATEWAY.contains(fault.status()) ? silence : new Answer.Exhausted(words(fault));
            case ServerOutcome.Forbidden forbidden ->
                new Answer.Declined(server, Answer.Declined.Kind.FORBIDDEN, words(forbidden));
            case ServerOutcome.IncompatibleVersion older ->
                new Answer.Declined(server, Answer.Declined.Kind.INCOMPATIBLE_VERSION, words(older));
            case ServerOutcome.Refused refused -> refused(server, refused);
            case ServerOutcome.NotFound notThere ->
                new Answer.Declined(server, Answer.Declined.Kind.REFUSED, words(notThere));
            case ServerOutcome.UnableToAuthorise unable ->
                new Answer.Declined(server, Answer.Declined.Kind.REFUSED, words(unable));
            case ServerOutcome.Unusable unusable ->
                new Answer.Declined(server, Answer.Declined.Kind.BAD_ANSWER, unusable.detail());
            case ServerOutcome.Silent silent -> silent.sent() ? silence : new Answer.Exhausted(silent.detail());
            case ServerOutcome.Succeeded done ->
                throw new IllegalArgumentException("a success is no reason to end without one");
        };
    }

    private static Answer refused(ServerName server, ServerOutcome.Refused refused) {
        if (refused.status() == UNAUTHORISED) {
            return new Answer.Exhausted(words(refused)); // it cannot get our keys now, which passes
        }
        boolean blocked = refused.status() == 403 && BLOCKED.contains(refused.errcode());
        return new Answer.Declined(
                server, blocked ? Answer.Declined.Kind.INVITE_BLOCKED : Answer.Declined.Kind.REFUSED, words(refused));
    }

    private static String words(ServerOutcome.Declined declined) {
        String code = declined.errcode().isEmpty() ? "HTTP " + declined.status() : declined.errcode();
        return declined.detail().isEmpty() ? code : code + ": " + declined.detail();
    }
}
