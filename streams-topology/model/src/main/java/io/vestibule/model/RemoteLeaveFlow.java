package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a room of a leave that is true here already: few servers, rests that grow, an end after days. */
final class RemoteLeaveFlow {

    private static final int MAX_DOUBLINGS = 20;

    private final Desk desk;
    private final Draft draft;

    RemoteLeaveFlow(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    /** A refusal by a server that is not the sender's is checked once at the sender's. */
    RemoteLeave.@Nullable Plan check(Invitation invite, @Nullable ServerName refusedBy, Instant giveUpAt) {
        ServerName sender = invite.sender().server();
        if (sender.equals(refusedBy)
                || desk.rules().isOwn(sender)
                || !desk.servers().permits(sender)) {
            return null;
        }
        Candidate last = new Candidate(sender, CandidateSource.SENDER, invite.eventId());
        return new RemoteLeave.Plan(List.of(last), giveUpAt, true);
    }

    /** A local leave has just become true; its walk runs on, or has ended. */
    void takeOver(UserId user) {
        RemoteLeave remote = remote(user);
        if (remote == null || remote.walk().stage().openOrder() != null) {
            return;
        }
        if (remote.plan().checkingRefusal()) {
            startRound(user);
        } else {
            rest(user);
        }
    }

    void retry(Command command, InviteState.Left left) {
        UserId user = command.user();
        Invitation invite = left.invite();
        List<Candidate> servers = invite == null ? List.of() : desk.servers().few(invite, command.ownInviteOnly());
        if (servers.isEmpty()) {
            Desk.Answer answer = Desk.Answer.of(OutcomeType.LEFT_LOCALLY, "there is no server to tell");
            desk.conclude(user, command.waiter(), answer.with(left.leave()));
            return;
        }
        Instant now = draft.now();
        RemoteLeave.Plan plan =
                new RemoteLeave.Plan(servers, now.plus(desk.rules().background().giveUp()), false);
        Instant answerBy = now.plus(desk.rules().budgets().rejectAnswer());
        draft.record(user, new Fact.RemoteLeaveRetried(command.waiter(), plan, answerBy));
        RemoteLeave remote = remote(user);
        if (remote != null && remote.walk().stage().openOrder() == null) {
            startRound(user);
        }
    }

    void startRound(UserId user) {
        InviteState.Left left = left(user);
        RemoteLeave remote = left.remote();
        Invitation invite = left.invite();
        if (remote == null || invite == null) {
            return;
        }
        if (!draft.now().isBefore(remote.plan().giveUpAt())) {
            finish(user, RemoteLeave.End.EXPIRED);
            return;
        }
        SentEvent unconfirmed = draft.invite(user).unconfirmed(Membership.LEAVE, invite.eventId());
        if (unconfirmed != null) {
            submit(
                    user,
                    unconfirmed.server(),
                    unconfirmed.event(),
                    remote.plan().servers());
        } else {
            ask(user, desk.servers().permitted(user, remote.plan().servers()));
        }
    }

    private void ask(UserId user, List<Candidate> servers) {
        if (servers.isEmpty()) {
            rest(user);
        } else {
            prepare(user, servers);
        }
    }

    private void prepare(UserId user, List<Candidate> servers) {
        InviteState.Left left = left(user);
        Invitation invite = left.invite();
        if (invite != null) {
            Wish wish = Wish.reason(left.reason());
            desk.orders()
                    .prepare(
                            subject(user, invite),
                            new WorkOrder.Work.Prepare(Membership.LEAVE, servers, wish, draft.now(), invite.eventId()),
                            false);
        }
    }

    private void submit(UserId user, ServerName server, MemberEvent event, List<Candidate> servers) {
        Invitation invite = left(user).invite();
        if (invite != null) {
            desk.orders()
                    .submit(
                            subject(user, invite),
                            new WorkOrder.Work.Submit(Membership.LEAVE, server, event, false, null),
                            servers);
        }
    }

    private Orders.Subject subject(UserId user, Invitation invite) {
        RemoteLeave remote = remote(user);
        boolean awaited = remote != null && !remote.waiters().isEmpty();
        Instant notAfter = draft.now().plus(desk.rules().budgets().leaveWalk());
        return new Orders.Subject(user, invite.version(), invite.eventId(), awaited, notAfter);
    }

    /** The answer to the open order; it is recorded already. */
    void answered(UserId user, WorkResult result, Stage stage) {
        switch (result.type()) {
            case PREPARED -> prepared(user, result);
            case SUBMITTED -> submitted(user, result, stage);
            case FORBIDDEN -> forbidden(user, result);
            case SUPERSEDED -> finish(user, RemoteLeave.End.SUPERSEDED);
            case EXHAUSTED -> {
                if (stage instanceof Stage.Submitting submitting) {
                    next(user, submitting.sent().server());
                } else {
                    rest(user);
                }
            }
            case AMBIGUOUS,
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
                    DELIVERED -> rest(user);
        }
    }

    private void prepared(UserId user, WorkResult result) {
        ServerName server = result.server();
        MemberEvent event = result.event();
        RemoteLeave remote = remote(user);
        if (server == null || event == null || remote == null) {
            rest(user);
        } else {
            submit(user, server, event, remote.walk().candidates());
        }
    }

    private void submitted(UserId user, WorkResult result, Stage stage) {
        MemberEvent event = MemberEvent.of(result.event(), stage.sentEvent());
        if (event == null) {
            rest(user);
        } else {
            confirm(user, event, result.server());
        }
    }

    /** A server took the leave. */
    void confirm(UserId user, MemberEvent event, @Nullable ServerName server) {
        RemoteLeave remote = remote(user);
        draft.record(user, new Fact.RemoteLeaveConfirmed(event, server));
        if (remote != null) {
            Desk.Answer answer = Desk.Answer.of(OutcomeType.LEFT).with(event);
            desk.concludeAll(user, remote.waiters(), answer.with(remote.walk().attempts()));
        }
    }

    private void forbidden(UserId user, WorkResult result) {
        InviteState.Left left = left(user);
        RemoteLeave remote = left.remote();
        Invitation invite = left.invite();
        RemoteLeave.Plan check = remote == null || invite == null
                ? null
                : check(invite, result.server(), remote.plan().giveUpAt());
        if (remote == null || check == null) {
            finish(user, RemoteLeave.End.REFUSED);
        } else {
            draft.record(user, new Fact.RemoteLeaveResting(draft.now(), remote.round(), check));
            startRound(user);
        }
    }

    private void next(UserId user, ServerName failed) {
        RemoteLeave remote = remote(user);
        List<Candidate> rest = remote == null ? List.of() : remote.walk().behind(failed);
        if (rest.isEmpty()) {
            rest(user);
        } else {
            prepare(user, rest);
        }
    }

    /** The round failed: the next one comes after a rest that doubles each time. */
    void rest(UserId user) {
        RemoteLeave remote = remote(user);
        if (remote == null) {
            return;
        }
        Instant until = draft.now().plus(pause(user, remote.round()));
        if (until.isBefore(remote.plan().giveUpAt())) {
            draft.record(user, new Fact.RemoteLeaveResting(until, remote.round() + 1, remote.plan()));
            tellWaiters(user, remote);
        } else {
            finish(user, RemoteLeave.End.EXPIRED);
        }
    }

    private Duration pause(UserId user, int round) {
        Rules.Background background = desk.rules().background();
        Duration doubled = background.first().multipliedBy(1L << Math.min(round, MAX_DOUBLINGS));
        Duration bounded = doubled.compareTo(background.longest()) > 0 ? background.longest() : doubled;
        return Digest.jitter(bounded, draft.roomId().value(), user.value(), Integer.toString(round));
    }

    /** No more rounds. */
    void finish(UserId user, RemoteLeave.End reason) {
        RemoteLeave remote = remote(user);
        draft.record(user, new Fact.RemoteLeaveEnded(reason));
        if (remote != null) {
            tellWaiters(user, remote);
        }
    }

    void tellWaiters(UserId user, RemoteLeave remote) {
        Desk.Answer answer = Desk.Answer.of(OutcomeType.LEFT_LOCALLY)
                .with(remote.walk().attempts())
                .with(draft.state(user) instanceof InviteState.Left left ? left.leave() : null);
        desk.concludeAll(user, remote.waiters(), answer);
    }

    private @Nullable RemoteLeave remote(UserId user) {
        return draft.state(user) instanceof InviteState.Left left ? left.remote() : null;
    }

    private InviteState.Left left(UserId user) {
        if (draft.state(user) instanceof InviteState.Left left) {
            return left;
        }
        throw new IllegalStateException("not left");
    }
}
