package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Invites to users of other servers, and their retraction: one on its way per user and room, tried again by the clock until the
 * command's deadline. What has another one behind it is not tried again.
 */
final class OutboundFlow {

    private static final int MAX_DOUBLINGS = 20;
    private static final String TAKEN_WITHOUT_EFFECT = "the server took the transaction and said of the event: ";

    private final Desk desk;
    private final Draft draft;

    OutboundFlow(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void start(UserId user, OutboundCommand command) {
        draft.record(user, new Fact.Outbound.Started(command));
        WorkOrder.Work.PrepareEvent work = new WorkOrder.Work.PrepareEvent(
                command.retracts() ? Membership.LEAVE : Membership.INVITE,
                command.eventJson(),
                command.state(),
                command.via(),
                command.policyServer());
        desk.orders().prepareEvent(subject(user, command, 0), work);
    }

    private Orders.Subject subject(UserId user, OutboundCommand command, int round) {
        return new Orders.Subject(user, command.version(), null, round == 0, command.notAfter());
    }

    /** @return whether the result answers what is on its way */
    boolean answered(WorkResult result) {
        UserId user = result.user();
        OutboundOperation running = draft.outbound(user).operation();
        if (running == null || !result.order().equals(running.stage().openOrder())) {
            return false;
        }
        draft.record(
                user,
                new Fact.Outbound.Answered(
                        result.order(),
                        result.type(),
                        result.attempts(),
                        result.detail(),
                        preparedBy(result),
                        result.outbound().endpoint(),
                        result.outbound().retryAfter()));
        goOn(user, result);
        return true;
    }

    private static OutboundOperation.@Nullable Prepared preparedBy(WorkResult result) {
        MemberEvent event = result.event();
        return result.type() == WorkResultType.EVENT_PREPARED && event != null
                ? new OutboundOperation.Prepared(event, result.outbound().via())
                : null;
    }

    private void goOn(UserId user, WorkResult result) {
        OutboundOperation running = running(user);
        switch (result.type()) {
            case EVENT_PREPARED -> prepared(user);
            case EVENT_REFUSED -> end(user, OutcomeType.INVALID_COMMAND, result.detail());
            case POLICY_SERVER_FIRST -> end(user, OutcomeType.POLICY_SERVER_FIRST, result.detail());
            case INVITED -> done(user, OutcomeType.INVITED, result.event());
            case DELIVERED -> {
                OutboundOperation.Prepared sent = running.prepared();
                String complaint = result.detail().isEmpty() ? "" : TAKEN_WITHOUT_EFFECT + result.detail();
                end(
                        user,
                        Desk.Answer.of(OutcomeType.RETRACTION_SENT, complaint)
                                .with(sent == null ? null : sent.event()));
            }
            case INVITE_BLOCKED, INCOMPATIBLE_VERSION, FORBIDDEN, REFUSED, BAD_ANSWER -> refused(user, running);
            case EXHAUSTED, AMBIGUOUS, RATE_LIMITED -> rest(user);
            case EXPIRED -> end(user, OutboundEnding.of(running));
            case FAILED, UNKNOWN, LEAVE_SIGNED, PREPARED, SUBMITTED, SUPERSEDED, PDU_VERIFIED, PDU_REJECTED ->
                end(user, OutcomeType.INTERNAL_ERROR, result.detail());
        }
    }

    private void prepared(UserId user) {
        OutboundOperation running = running(user);
        if (!draft.outbound(user).queue().isEmpty()) {
            giveWay(user);
        } else if (running.prepared() == null) {
            end(user, OutcomeType.INTERNAL_ERROR, "the worker prepared no event");
        } else {
            send(user);
        }
    }

    /** A user's or a server's no ends an invite; a retraction is repeated whatever is said, as every transaction. */
    private void refused(UserId user, OutboundOperation running) {
        if (running.command().retracts()) {
            rest(user);
        } else {
            end(user, OutboundEnding.refused(running));
        }
    }

    private void send(UserId user) {
        OutboundOperation running = running(user);
        OutboundOperation.Prepared prepared = running.prepared();
        if (prepared == null) {
            throw new IllegalStateException("nothing is prepared");
        }
        OutboundCommand command = running.command();
        if (isLate(command)) {
            end(user, OutboundEnding.of(running));
            return;
        }
        OutboundOperation.LastTry last = running.lastTry();
        WorkOrder.Work work = command.retracts()
                ? new WorkOrder.Work.SendPdu(prepared.event())
                : new WorkOrder.Work.SendInvite(
                        prepared.event(),
                        command.state(),
                        prepared.via(),
                        last == null ? Invitation.Endpoint.UNKNOWN : last.endpoint());
        desk.orders().sendOutbound(subject(user, command, running.round()), work);
    }

    private void rest(UserId user) {
        OutboundOperation running = running(user);
        if (!draft.outbound(user).queue().isEmpty()) {
            giveWay(user);
            return;
        }
        Instant until = draft.now().plus(pause(user, running));
        if (until.isBefore(running.command().notAfter())) {
            draft.record(user, new Fact.Outbound.Resting(until, running.round() + 1));
        } else {
            end(user, OutboundEnding.of(running));
        }
    }

    private Duration pause(UserId user, OutboundOperation running) {
        Rules.Outbound rules = desk.rules().outbound();
        Duration doubled = rules.first().multipliedBy(1L << Math.min(running.round(), MAX_DOUBLINGS));
        Duration bounded = doubled.compareTo(rules.longest()) > 0 ? rules.longest() : doubled;
        Duration usual =
                Digest.jitter(bounded, draft.roomId().value(), user.value(), Integer.toString(running.round()));
        OutboundOperation.LastTry last = running.lastTry();
        return last != null && last.retryAfter().compareTo(usual) > 0 ? last.retryAfter() : usual;
    }

    /** The wake-up of the record is due. */
    void fired(UserId user) {
        OutboundOperation running = draft.outbound(user).operation();
        if (running == null) {
            return;
        }
        Instant wake = running.stage().wake();
        if (wake == null || wake.isAfter(draft.now())) {
            return;
        }
        switch (running.stage()) {
            case OutboundStage.Preparing preparing ->
                end(user, OutcomeType.EXPIRED, "no answer from the worker before the deadline");
            case OutboundStage.Sending sending ->
                end(user, OutcomeType.UNCONFIRMED, "no answer from the worker, who may have sent the event");
            case OutboundStage.Resting resting -> send(user);
            case OutboundStage.Over over -> throw new IllegalStateException("between two stages");
        }
    }

    /** The last way out of a record that cannot be decided. */
    void giveUp(UserId user, String detail) {
        OutboundRecord record = draft.outbound(user);
        OutboundOperation running = record.operation();
        Desk.Answer answer = Desk.Answer.of(OutcomeType.INTERNAL_ERROR, detail);
        if (running != null) {
            draft.record(user, new Fact.Outbound.Ended(answer.type()));
            desk.concludeAll(user, running.waiters(), answer);
        }
        record.queue().forEach(command -> desk.conclude(user, command.waiter(), answer));
    }

    /** What is on its way has another one behind it and is not tried again. */
    void giveWay(UserId user) {
        end(user, OutcomeType.CANCELLED, "a later command about the same user took over");
    }

    private void done(UserId user, OutcomeType type, @Nullable MemberEvent event) {
        end(user, Desk.Answer.of(type).with(event));
    }

    private void end(UserId user, OutcomeType type, String detail) {
        end(user, Desk.Answer.of(type, detail));
    }

    private void end(UserId user, Desk.Answer answer) {
        OutboundOperation ended = running(user);
        OutboundOperation.Prepared prepared = ended.prepared();
        MemberEvent event = answer.event() == null && prepared != null ? prepared.event() : answer.event();
        draft.record(user, new Fact.Outbound.Ended(answer.type()));
        desk.concludeAll(user, ended.waiters(), answer.with(ended.attempts()).with(event));
        startNext(user);
    }

    private void startNext(UserId user) {
        while (draft.outbound(user).operation() == null
                && !draft.outbound(user).queue().isEmpty()) {
            OutboundCommand next = draft.outbound(user).queue().getFirst();
            if (isLate(next)) {
                desk.conclude(
                        user,
                        next.waiter(),
                        Desk.Answer.of(
                                OutcomeType.EXPIRED, "the deadline passed while an earlier command was under way"));
            } else {
                start(user, next);
            }
        }
    }

    boolean isLate(OutboundCommand command) {
        return !draft.now().isBefore(command.notAfter());
    }

    private OutboundOperation running(UserId user) {
        OutboundOperation running = draft.outbound(user).operation();
        if (running == null) {
            throw new IllegalStateException("nothing is on its way");
        }
        return running;
    }
}
