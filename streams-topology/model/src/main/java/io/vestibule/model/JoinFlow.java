package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An accept from its start to its outcome. Joins of one room take turns: once one has joined, the others need not. */
final class JoinFlow {

    /** The worker's own EXPIRED comes first, because it says who was asked. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final int MAX_REPEATS = 3;

    private final Desk desk;
    private final Draft draft;

    JoinFlow(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void start(Command command, Wish wish, Instant notAfter) {
        Operation.Terms terms =
                new Operation.Terms(wish, draft.now(), notAfter, notAfter.plus(GRACE), command.ownInviteOnly());
        draft.record(command.user(), new Fact.OperationStarted(Fact.OperationKind.ACCEPT, command.waiter(), terms));
        enter(command.user());
    }

    /** Takes the lead, or a place in line. */
    private void enter(UserId user) {
        if (draft.room().line().leader() == null) {
            walk(user, false);
        } else {
            draft.record(user, new Fact.JoinQueued(draft.now().plus(poll(user))));
        }
    }

    private Duration poll(UserId user) {
        return Digest.jitter(desk.rules().budgets().linePoll(), draft.roomId().value(), user.value());
    }

    /** Looks again after a while in line, in case that nobody called. */
    void look(UserId user) {
        if (!dismiss(user)) {
            enter(user);
        }
    }

    /** The next in line, now that a turn may be over. */
    void advance() {
        UserId leader = draft.room().line().leader();
        if (leader != null && joining(leader) != null) {
            dismiss(leader);
        }
        for (UserId waiting : draft.room().line().waiting()) {
            InviteState.Joining joining = joining(waiting);
            if (joining == null || !(joining.operation().walk().stage() instanceof Stage.Waiting)) {
                continue;
            }
            if (!dismiss(waiting) && draft.room().line().leader() == null) {
                walk(waiting, false);
            }
        }
    }

    /** Ends a join that is not needed or not wanted any more, unless the event is on its way. */
    private boolean dismiss(UserId user) {
        if (desk.operation(user).walk().stage().pastReturn()) {
            return false;
        }
        if (draft.room().blocked()) {
            fail(user, Desk.Answer.of(OutcomeType.BLOCKED, "the room is blocked here"));
            return true;
        }
        RoomRecord.Standing standing =
                draft.room().standing(draft.now(), desk.rules().keeping().residency());
        if (standing == null) {
            return false;
        }
        Desk.Answer answer = Desk.Answer.of(OutcomeType.RESIDENT, "the homeserver is in the room");
        desk.end(user, new Fact.OperationEnded(OutcomeType.RESIDENT), answer.with(standing.importId()));
        return true;
    }

    private void walk(UserId user, boolean again) {
        InviteState.Joining joining = require(user);
        List<Candidate> candidates = desk.servers()
                .choose(user, joining.invite(), joining.operation().terms().ownInviteOnly());
        Invitation invite = joining.invite();
        SentEvent unconfirmed = draft.invite(user).unconfirmed(Membership.JOIN, invite.eventId());
        if (unconfirmed != null && !again) {
            submit(user, unconfirmed.server(), unconfirmed.event(), candidates);
        } else if (candidates.isEmpty()) {
            String why = ServerChoice.whyNone(desk.operation(user).walk());
            end(user, Desk.Answer.of(OutcomeType.NO_SERVER_REACHABLE, why));
        } else {
            prepare(user, candidates, again);
        }
    }

    private void prepare(UserId user, List<Candidate> candidates, boolean again) {
        InviteState.Joining joining = require(user);
        Instant invitedAt = draft.invite(user).invitedAt();
        Instant fresh = (invitedAt == null ? draft.now() : invitedAt)
                .plus(desk.rules().budgets().fresh());
        Wish wish = joining.operation().terms().wish();
        desk.orders()
                .prepare(
                        subject(user, joining),
                        new WorkOrder.Work.Prepare(Membership.JOIN, candidates, wish, fresh, null),
                        again);
    }

    private void submit(UserId user, ServerName server, MemberEvent event, List<Candidate> candidates) {
        InviteState.Joining joining = require(user);
        Operation operation = joining.operation();
        List<Waiter> waiters = operation.waiters();
        CommandId command = waiters.isEmpty() ? null : waiters.getFirst().id();
        boolean omitMembers = operation.terms().wish().omitMembers();
        desk.orders()
                .submit(
                        subject(user, joining),
                        new WorkOrder.Work.Submit(Membership.JOIN, server, event, omitMembers, command),
                        candidates);
    }

    private static Orders.Subject subject(UserId user, InviteState.Joining joining) {
        return new Orders.Subject(
                user,
                joining.invite().version(),
                joining.invite().eventId(),
                true,
                joining.operation().terms().notAfter());
    }

    /** The answer to the open order; it is recorded already. */
    void answered(UserId user, WorkResult result, Stage stage) {
        switch (result.type()) {
            case PREPARED -> prepared(user, result);
            case SUBMITTED -> joined(user, result, stage);
            case FORBIDDEN -> forbidden(user, result);
            case EXHAUSTED -> {
                if (stage instanceof Stage.Submitting submitting) {
                    next(user, submitting.sent().server());
                } else {
                    fail(user, Desk.Answer.of(OutcomeType.NO_SERVER_REACHABLE, result.detail()));
                }
            }
            case AMBIGUOUS -> ambiguous(user, stage);
            case EXPIRED -> {
                if (stage instanceof Stage.Submitting submitting) {
                    unconfirmed(user, submitting.sent());
                } else {
                    fail(user, Desk.Answer.of(OutcomeType.EXPIRED, result.detail()));
                }
            }
            case FAILED,
                    UNKNOWN,
                    LEAVE_SIGNED,
                    SUPERSEDED,
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
                    DELIVERED -> fail(user, Desk.Answer.of(OutcomeType.INTERNAL_ERROR, result.detail()));
        }
    }

    private void prepared(UserId user, WorkResult result) {
        ServerName server = result.server();
        MemberEvent event = result.event();
        if (server == null || event == null) {
            fail(user, Desk.Answer.of(OutcomeType.INTERNAL_ERROR, "a prepared event without server or event"));
        } else {
            submit(user, server, event, desk.operation(user).walk().candidates());
        }
    }

    private void joined(UserId user, WorkResult result, Stage stage) {
        MemberEvent event = MemberEvent.of(result.event(), stage.sentEvent());
        if (event == null) {
            fail(user, Desk.Answer.of(OutcomeType.INTERNAL_ERROR, "a join was taken that was not sent"));
        } else {
            succeed(user, event, result);
        }
    }

    /** A resident server took the join: a fact, whatever became of the operation since. */
    void succeed(UserId user, MemberEvent event, WorkResult result) {
        desk.end(
                user,
                new Fact.JoinedRoom(event, result.importId(), result.server()),
                Desk.Answer.of(OutcomeType.JOINED).with(event).with(result.importId()));
    }

    private void forbidden(UserId user, WorkResult result) {
        ServerName server = result.server();
        if (server != null && !mayForbid(user, server)) {
            ask(user, desk.operation(user).walk().unheard(server));
            return;
        }
        Outcome.Refusal refusal = server == null
                ? null
                : new Outcome.Refusal(server, desk.operation(user).walk().contributorOf(server));
        fail(user, Desk.Answer.of(OutcomeType.FORBIDDEN, result.detail()).refused(refusal));
    }

    /** Any local user's invite brings servers into the walk, and so a stranger's, who may bring some that only refuse. */
    private boolean mayForbid(UserId user, ServerName server) {
        return !desk.rules().onlyOwnInviteForbids()
                || require(user)
                        .invite()
                        .eventId()
                        .equals(desk.operation(user).walk().contributorOf(server));
    }

    private void next(UserId user, ServerName failed) {
        ask(user, desk.operation(user).walk().behind(failed));
    }

    private void ask(UserId user, List<Candidate> rest) {
        Operation operation = desk.operation(user);
        if (rest.isEmpty()) {
            fail(user, Desk.Answer.of(OutcomeType.NO_SERVER_REACHABLE));
        } else if (draft.now().isBefore(operation.terms().notAfter())) {
            prepare(user, rest, false);
        } else {
            fail(user, Desk.Answer.of(OutcomeType.EXPIRED));
        }
    }

    /** Nothing else is tried before the same event was repeated at the same server. */
    private void ambiguous(UserId user, Stage stage) {
        Operation operation = desk.operation(user);
        if (!(stage instanceof Stage.Submitting submitting)) {
            fail(user, Desk.Answer.of(OutcomeType.INTERNAL_ERROR, "an ambiguous answer to a side-effect free step"));
        } else if (submitting.repeats() < MAX_REPEATS
                && draft.now().isBefore(operation.terms().notAfter())) {
            SentEvent sent = submitting.sent();
            submit(user, sent.server(), sent.event(), operation.walk().candidates());
        } else {
            unconfirmed(user, submitting.sent());
        }
    }

    /** The event was sent and its fate is not known. */
    void unconfirmed(UserId user, SentEvent sent) {
        String detail = "sent to " + sent.server() + ", which may or may not have taken it";
        end(user, Desk.Answer.of(OutcomeType.UNCONFIRMED, detail).with(sent.event()));
    }

    private void fail(UserId user, Desk.Answer answer) {
        Operation operation = desk.operation(user);
        boolean walkable = answer.type() == OutcomeType.FORBIDDEN || answer.type() == OutcomeType.NO_SERVER_REACHABLE;
        boolean timeLeft = draft.now().isBefore(operation.terms().notAfter());
        if (walkable && timeLeft && operation.newerInvite() && !operation.walkedAgain()) {
            walk(user, true);
        } else {
            end(user, answer);
        }
    }

    /** Ends without a join. */
    void end(UserId user, Desk.Answer answer) {
        boolean retracted = require(user).retraction() != null;
        Desk.Answer told = retracted ? Desk.Answer.of(OutcomeType.RETRACTED, answer.detail()) : answer;
        desk.end(user, new Fact.OperationEnded(told.type()), told);
    }

    private InviteState.Joining require(UserId user) {
        InviteState.Joining joining = joining(user);
        if (joining == null) {
            throw new IllegalStateException("not joining");
        }
        return joining;
    }

    private InviteState.@Nullable Joining joining(UserId user) {
        return draft.state(user) instanceof InviteState.Joining joining ? joining : null;
    }
}
