package io.vestibule.worker.order;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.AttemptStep;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.worker.walk.ServerOutcome;
import java.nio.charset.StandardCharsets;

/** Writes answers as records. Stateless. */
public final class AnswerWriter {
    private static final int MAX_DETAIL = 2_000;

    private AnswerWriter() {}

    /**
     * @param order the record that is answered
     * @param reported the answer and the calls behind it
     * @param completedAt now, in milliseconds since the epoch
     * @return the record for {@code invites.handshake-results}
     */
    public static WorkResult write(WorkOrder order, Answer.Reported reported, long completedAt) {
        WorkResult.Builder result = WorkResult.newBuilder()
                .setOrderId(order.getOrderId())
                .setOrderType(order.getType())
                .setRoomId(order.getRoomId())
                .setUserId(order.getUserId())
                .setCompletedAt(completedAt)
                .setAttempts(
                        reported.tried().stream().map(AnswerWriter::attempt).toList());
        fill(result, reported.answer());
        return result.build();
    }

    private static void fill(WorkResult.Builder result, Answer answer) {
        switch (answer) {
            case Answer.LeaveSigned signed -> event(result.setType(WorkResultType.LEAVE_SIGNED), signed.leave());
            case Answer.Prepared prepared ->
                event(result.setType(WorkResultType.PREPARED), prepared.event())
                        .setServer(prepared.server().value());
            case Answer.Submitted submitted ->
                result.setType(WorkResultType.SUBMITTED)
                        .setEventId(submitted.event().value())
                        .setServer(submitted.server().value())
                        .setImportId(submitted.importId().orElse(""));
            case Answer.Forbidden forbidden ->
                result.setType(WorkResultType.FORBIDDEN)
                        .setServer(forbidden.server().value());
            case Answer.Exhausted exhausted -> detail(result.setType(WorkResultType.EXHAUSTED), exhausted.why());
            case Answer.Superseded superseded ->
                result.setType(WorkResultType.SUPERSEDED)
                        .setServer(superseded.server().value());
            case Answer.Ambiguous ambiguous ->
                detail(result.setType(WorkResultType.AMBIGUOUS), ambiguous.why())
                        .setServer(ambiguous.server().value());
            case Answer.Expired expired -> result.setType(WorkResultType.EXPIRED);
            case Answer.PduVerified verified -> verified(result, verified.event());
            case Answer.PduRejected rejected -> detail(result.setType(WorkResultType.PDU_REJECTED), rejected.why());
            case Answer.Failed failed -> detail(result.setType(WorkResultType.FAILED), failed.why());
            case Answer.EventPrepared prepared ->
                event(result.setType(WorkResultType.EVENT_PREPARED), prepared.event())
                        .setVia(prepared.via().stream().map(ServerName::value).toList());
            case Answer.EventRefused refused -> detail(result.setType(WorkResultType.EVENT_REFUSED), refused.why());
            case Answer.PolicyServerFirst policy ->
                detail(result.setType(WorkResultType.POLICY_SERVER_FIRST), policy.why());
            case Answer.Invited invited ->
                event(result.setType(WorkResultType.INVITED), invited.event())
                        .setServer(invited.server().value());
            case Answer.InviteUnanswered silent ->
                detail(result.setType(WorkResultType.AMBIGUOUS), silent.why())
                        .setServer(silent.server().value())
                        .setEndpoint(silent.endpoint());
            case Answer.Delivered delivered ->
                detail(result.setType(WorkResultType.DELIVERED), delivered.complaint())
                        .setServer(delivered.server().value());
            case Answer.RateLimited limited ->
                detail(result.setType(WorkResultType.RATE_LIMITED), limited.why())
                        .setServer(limited.server().value())
                        .setRetryAfterMs(limited.retryAfter().toMillis());
            case Answer.Declined declined ->
                detail(result.setType(type(declined.kind())), declined.why())
                        .setServer(declined.server().value());
        }
    }

    private static WorkResultType type(Answer.Declined.Kind kind) {
        return switch (kind) {
            case FORBIDDEN -> WorkResultType.FORBIDDEN;
            case INVITE_BLOCKED -> WorkResultType.INVITE_BLOCKED;
            case INCOMPATIBLE_VERSION -> WorkResultType.INCOMPATIBLE_VERSION;
            case REFUSED -> WorkResultType.REFUSED;
            case BAD_ANSWER -> WorkResultType.BAD_ANSWER;
        };
    }

    private static void verified(WorkResult.Builder result, Pdu event) {
        event(result.setType(WorkResultType.PDU_VERIFIED), event)
                .setMembership(event.isMembership("ban") ? Membership.BAN : Membership.LEAVE)
                .setAuthEventIds(event.authEvents().stream().map(EventId::value).toList())
                .setReason(event.content().string("reason").orElse(null));
    }

    private static WorkResult.Builder event(WorkResult.Builder result, Pdu event) {
        return result.setEventId(event.eventId().value())
                .setEventJson(new String(event.bytes(), StandardCharsets.UTF_8));
    }

    private static WorkResult.Builder detail(WorkResult.Builder result, String why) {
        return result.setDetail(why.length() <= MAX_DETAIL ? why : why.substring(0, MAX_DETAIL));
    }

    private static ServerAttempt attempt(Tried tried) {
        ServerOutcome outcome = tried.outcome();
        return ServerAttempt.newBuilder()
                .setServer(tried.server().value())
                .setStep(
                        switch (tried.step()) {
                            case MAKE -> AttemptStep.MAKE;
                            case SEND -> AttemptStep.SEND;
                            case INVITE -> AttemptStep.INVITE;
                            case TRANSACTION -> AttemptStep.TRANSACTION;
                        })
                .setResult(result(outcome))
                .setHttpStatus(outcome.status())
                .setErrcode(outcome.errcode())
                .setDetail(outcome.detail())
                .setStartedAt(tried.time().startedAt())
                .setTookMs(tried.time().tookMs())
                .setSource(tried.origin().source())
                .setContributedBy(tried.origin().contributedBy())
                .build();
    }

    private static AttemptResult result(ServerOutcome outcome) {
        return switch (outcome) {
            case ServerOutcome.Succeeded done -> AttemptResult.SUCCEEDED;
            case ServerOutcome.Forbidden definitive -> AttemptResult.FORBIDDEN;
            case ServerOutcome.NotFound notThere -> AttemptResult.NOT_FOUND;
            case ServerOutcome.UnableToAuthorise unable -> AttemptResult.UNABLE_TO_AUTHORISE;
            case ServerOutcome.IncompatibleVersion older -> AttemptResult.INCOMPATIBLE_VERSION;
            case ServerOutcome.RateLimited busy -> AttemptResult.RATE_LIMITED;
            case ServerOutcome.Refused refused -> AttemptResult.REFUSED;
            case ServerOutcome.ServerFault fault -> AttemptResult.SERVER_FAULT;
            case ServerOutcome.BadTemplate bad -> AttemptResult.BAD_TEMPLATE;
            case ServerOutcome.BadAnswer bad -> AttemptResult.BAD_ANSWER;
            case ServerOutcome.Superseded movedOn -> AttemptResult.SUPERSEDED;
            case ServerOutcome.TimedOut late -> AttemptResult.TIMED_OUT;
            case ServerOutcome.NotAwaited late -> AttemptResult.TIMED_OUT;
            case ServerOutcome.Unreachable gone -> AttemptResult.UNREACHABLE;
            case ServerOutcome.TlsFailed untrusted -> AttemptResult.TLS_FAILED;
            case ServerOutcome.DnsFailed nameless -> AttemptResult.DNS_FAILED;
            case ServerOutcome.BlockedAddress blocked -> AttemptResult.BLOCKED_ADDRESS;
        };
    }
}
