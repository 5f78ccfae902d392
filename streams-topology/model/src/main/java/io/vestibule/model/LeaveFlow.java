package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reject from its start until the user is out, which takes seconds whatever the servers do. */
final class LeaveFlow {

    private static final int MAX_REPEATS = 3;

    private final Desk desk;
    private final Draft draft;

    LeaveFlow(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void start(Command command) {
        UserId user = command.user();
        Instant now = draft.now();
        Rules.Budgets budgets = desk.rules().budgets();
        Operation.Terms terms = new Operation.Terms(
                command.wish(),
                now,
                earlier(command.notAfter(), now.plus(budgets.leaveWalk())),
                earlier(command.notAfter(), now.plus(budgets.rejectAnswer())),
                command.ownInviteOnly());
        draft.record(user, new Fact.OperationStarted(Fact.OperationKind.REJECT, command.waiter(), terms));
        desk.signing().order(user); // needs no network, and may be late: the outcome does not wait for it
        walk(user);
    }

    private static Instant earlier(@Nullable Instant given, Instant usual) {
        return given != null && given.isBefore(usual) ? given : usual;
    }

    private void walk(UserId user) {
        InviteState.Rejecting rejecting = require(user);
        List<Candidate> candidates = desk.servers()
                .choose(user, rejecting.invite(), rejecting.operation().terms().ownInviteOnly());
        if (candidates.isEmpty() || version(rejecting) == null) {
            over(user);
        } else {
            prepare(user, candidates);
        }
    }

    private void prepare(UserId user, List<Candidate> candidates) {
        InviteState.Rejecting rejecting = require(user);
        Wish wish = rejecting.operation().terms().wish();
        Instant invitedAt = draft.invite(user).invitedAt();
        Instant fresh = (invitedAt == null ? draft.now() : invitedAt)
                .plus(desk.rules().budgets().fresh());
        Invitation invite = rejecting.invite();
        EventId cite = invite == null ? rejecting.knock() : invite.eventId();
        desk.orders()
                .prepare(
                        subject(user, rejecting),
                        new WorkOrder.Work.Prepare(Membership.LEAVE, candidates, wish, fresh, cite),
                        false);
    }

    private Orders.Subject subject(UserId user, InviteState.Rejecting rejecting) {
        RoomVersionId version = version(rejecting);
        if (version == null) {
            throw new IllegalStateException("a leave of a room of unknown version");
        }
        Invitation invite = rejecting.invite();
        Instant notAfter = rejecting.operation().terms().notAfter();
        return new Orders.Subject(user, version, invite == null ? null : invite.eventId(), true, notAfter);
    }

    private @Nullable RoomVersionId version(InviteState.Rejecting rejecting) {
        Invitation invite = rejecting.invite();
        return invite == null ? draft.room().version() : invite.version();
    }

    /** The answer to the open order; it is recorded already. */
    void answered(UserId user, WorkResult result, Stage stage) {
        switch (result.type()) {
            case PREPARED -> prepared(user, result);
            case SUBMITTED -> submitted(user, result, stage);
            case EXHAUSTED -> {
                if (stage instanceof Stage.Submitting submitting) {
                    next(user, submitting.sent().server());
                } else {
                    over(user);
                }
            }
            case AMBIGUOUS -> ambiguous(user, stage);
            case FORBIDDEN,
                    SUPERSEDED,
                    EXPIRED,
                    FAILED,
                    UNKNOWN,
                    LEAVE_SIGNED,
                    PDU_VERIFIED,
                    PDU_REJECTED,
                    EVENT_PREPARED,
                    EVENT_REFUSED,
                    POLICY_SERVER_FIRST,
                    INVITED,
                    INVITE_BLOCKED,
                    INCOMPATIBLE_VERSION,
                    REFUSED,
                    RATE_LIMITED,
                    BAD_ANSWER,
                    DELIVERED -> over(user);
        }
    }

    private void prepared(UserId user, WorkResult result) {
        ServerName server = result.server();
        MemberEvent event = result.event();
        if (server == null || event == null) {
            over(user);
        } else {
            submit(user, server, event);
        }
    }

    private void submit(UserId user, ServerName server, MemberEvent event) {
        InviteState.Rejecting rejecting = require(user);
        Operation operation = rejecting.operation();
        List<Waiter> waiters = operation.waiters();
        CommandId command = waiters.isEmpty() ? null : waiters.getFirst().id();
        desk.orders()
                .submit(
                        subject(user, rejecting),
                        new WorkOrder.Work.Submit(Membership.LEAVE, server, event, false, command),
                        operation.walk().candidates());
    }

    private void submitted(UserId user, WorkResult result, Stage stage) {
        MemberEvent event = MemberEvent.of(result.event(), stage.sentEvent());
        if (event == null) {
            over(user);
            return;
        }
        String reason = require(user).operation().terms().wish().reason();
        desk.end(
                user,
                new Fact.LeftRoom(event, false, reason, result.server(), null),
                Desk.Answer.of(OutcomeType.LEFT).with(event));
    }

    private void next(UserId user, ServerName failed) {
        Operation operation = desk.operation(user);
        List<Candidate> rest = operation.walk().behind(failed);
        if (rest.isEmpty() || !draft.now().isBefore(operation.terms().notAfter())) {
            over(user);
        } else {
            prepare(user, rest);
        }
    }

    private void ambiguous(UserId user, Stage stage) {
        boolean timeLeft = draft.now().isBefore(desk.operation(user).terms().notAfter());
        if (stage instanceof Stage.Submitting submitting && submitting.repeats() < MAX_REPEATS && timeLeft) {
            submit(user, submitting.sent().server(), submitting.sent().event());
        } else {
            over(user);
        }
    }

    /** The walk ended without confirmation: the user is out as soon as the leave is signed. */
    void over(UserId user) {
        Signing signing = draft.invite(user).signing();
        boolean awaited = signing != null && signing.order() != null;
        if (require(user).signed() != null || !awaited) {
            leaveLocally(user);
        }
    }

    /** The user is out, and the room hears of it behind their back. */
    void leaveLocally(UserId user) {
        InviteState.Rejecting rejecting = require(user);
        String reason = rejecting.operation().terms().wish().reason();
        RemoteLeave.Plan plan = plan(rejecting);
        MemberEvent signed = rejecting.signed();
        Walk walk = rejecting.operation().walk();
        String why = walk.isDeniedEverywhere() ? ServerChoice.whyNone(walk) : "";
        Desk.Answer answer = Desk.Answer.of(OutcomeType.LEFT_LOCALLY, why)
                .refused(refusal(walk))
                .with(signed);
        desk.end(user, new Fact.LeftRoom(signed, true, reason, null, plan), answer);
        if (draft.state(user) instanceof InviteState.Left left && left.remote() != null) {
            desk.remoteLeaves().takeOver(user);
        }
    }

    private static Outcome.@Nullable Refusal refusal(Walk walk) {
        return walk.stage() instanceof Stage.Over over
                        && over.how() == WorkResultType.FORBIDDEN
                        && over.server() != null
                ? new Outcome.Refusal(over.server(), walk.contributorOf(over.server()))
                : null;
    }

    private RemoteLeave.@Nullable Plan plan(InviteState.Rejecting rejecting) {
        Invitation invite = rejecting.invite();
        if (invite == null) {
            return null;
        }
        Duration giveUp = desk.rules().background().giveUp();
        Instant giveUpAt = draft.now().plus(giveUp);
        if (rejecting.operation().walk().stage() instanceof Stage.Over over) {
            if (over.how() == WorkResultType.SUPERSEDED) {
                return null;
            }
            if (over.how() == WorkResultType.FORBIDDEN) {
                return desk.remoteLeaves().check(invite, over.server(), giveUpAt);
            }
        }
        List<Candidate> few =
                desk.servers().few(invite, rejecting.operation().terms().ownInviteOnly());
        return few.isEmpty() ? null : new RemoteLeave.Plan(few, giveUpAt, false);
    }

    private InviteState.Rejecting require(UserId user) {
        if (draft.state(user) instanceof InviteState.Rejecting rejecting) {
            return rejecting;
        }
        throw new IllegalStateException("not rejecting");
    }
}
