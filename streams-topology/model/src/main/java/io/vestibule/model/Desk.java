package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of the decider around one draft, and how commands are answered. Lives within one decision. */
final class Desk {

    private final Draft draft;
    private final Rules rules;
    private final Orders orders;

    Desk(Draft draft, Rules rules) {
        this.draft = draft;
        this.rules = rules;
        this.orders = new Orders(draft, rules);
    }

    Draft draft() {
        return draft;
    }

    Rules rules() {
        return rules;
    }

    Orders orders() {
        return orders;
    }

    InviteIntake invites() {
        return new InviteIntake(this);
    }

    CommandIntake commands() {
        return new CommandIntake(this);
    }

    FeedIntake feeds() {
        return new FeedIntake(this);
    }

    ClaimIntake claims() {
        return new ClaimIntake(this);
    }

    ResultIntake results() {
        return new ResultIntake(this);
    }

    TimerIntake timers() {
        return new TimerIntake(this);
    }

    ServerChoice servers() {
        return new ServerChoice(draft, rules);
    }

    JoinFlow joins() {
        return new JoinFlow(this);
    }

    LeaveFlow leaves() {
        return new LeaveFlow(this);
    }

    SigningFlow signing() {
        return new SigningFlow(this);
    }

    OutboundIntake outboundCommands() {
        return new OutboundIntake(this);
    }

    OutboundFlow outbound() {
        return new OutboundFlow(this);
    }

    ForgetFlow forgetting() {
        return new ForgetFlow(this);
    }

    RemoteLeaveFlow remoteLeaves() {
        return new RemoteLeaveFlow(this);
    }

    /** Answers one command; the first answer stays. */
    void conclude(UserId user, Waiter waiter, Answer answer) {
        if (draft.outcomeOf(waiter.id()) != null) {
            return;
        }
        Outcome outcome = new Outcome(
                waiter,
                draft.roomId(),
                user,
                answer.type(),
                answer.detail(),
                draft.now(),
                answer.attempts(),
                answer.refusal(),
                answer.event(),
                answer.importId(),
                answer.retryAfter());
        draft.record(user, new Fact.CommandConcluded(outcome));
    }

    void concludeAll(UserId user, List<Waiter> waiters, Answer answer) {
        waiters.forEach(waiter -> conclude(user, waiter, answer));
    }

    /**
     * Ends the operation in flight by a fact, answers its commands, lets commands that had waited for its end be decided,
     * and wakes whoever waits in line behind it.
     */
    void end(UserId user, Fact fact, Answer answer) {
        Operation operation = operation(user);
        draft.record(user, fact);
        concludeAll(user, operation.waiters(), answer.with(operation.walk().attempts()));
        operation.deferred().forEach(command -> commands().decide(command));
        joins().advance();
    }

    /** Ends the operation in flight without moving the invite, because of something newer. */
    void cancel(UserId user, Answer answer) {
        Operation operation = operation(user);
        draft.record(user, new Fact.OperationEnded(answer.type()));
        concludeAll(user, operation.waiters(), answer.with(operation.walk().attempts()));
        operation.deferred().forEach(command -> conclude(user, command.waiter(), answer));
    }

    Operation operation(UserId user) {
        Operation operation = draft.state(user).inFlight();
        if (operation == null) {
            throw new IllegalStateException("no operation is in flight");
        }
        return operation;
    }

    /** What to tell the commands that wait. */
    record Answer(
            OutcomeType type,
            String detail,
            List<Attempt> attempts,
            Outcome.@Nullable Refusal refusal,
            @Nullable MemberEvent event,
            @Nullable ImportId importId,
            Duration retryAfter) {

        static Answer of(OutcomeType type, String detail) {
            return new Answer(type, detail, List.of(), null, null, null, Duration.ZERO);
        }

        static Answer of(OutcomeType type) {
            return of(type, "");
        }

        Answer with(List<Attempt> all) {
            return new Answer(type, detail, all, refusal, event, importId, retryAfter);
        }

        Answer refused(Outcome.@Nullable Refusal by) {
            return new Answer(type, detail, attempts, by, event, importId, retryAfter);
        }

        Answer with(@Nullable MemberEvent member) {
            return new Answer(type, detail, attempts, refusal, member, importId, retryAfter);
        }

        Answer with(@Nullable ImportId id) {
            return new Answer(type, detail, attempts, refusal, event, id, retryAfter);
        }

        Answer retryAfter(Duration asked) {
            return new Answer(type, detail, attempts, refusal, event, importId, asked);
        }
    }
}
