package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a fact does to one user's record. */
final class InviteFold {

    private InviteFold() {}

    static InviteRecord apply(InviteRecord before, LedgerEvent event) {
        if (event.fact().isOutbound()) {
            return before;
        }
        if (event.fact() instanceof Fact.Restated.Invite restated) {
            return restated.invite();
        }
        InviteRecord after = next(before, event.fact(), event.decidedAt());
        if (after.isEmpty()) {
            return InviteRecord.EMPTY; // stores drop what is empty, so a fold must not remember it either
        }
        boolean seen = !Objects.equals(InviteView.bodyOf(before), InviteView.bodyOf(after));
        return new InviteRecord(
                after.state(),
                after.invitedAt(),
                after.signing(),
                after.claims(),
                after.sent(),
                after.lineage(),
                after.appservices(),
                after.early(),
                seen ? event.decidedAt() : before.changedAt(),
                before.version() + 1);
    }

    private static InviteRecord next(InviteRecord invite, Fact fact, Instant at) {
        Edit edit = new Edit(invite);
        return switch (fact) {
            case Fact.InviteRecorded recorded -> recorded(invite, recorded, at);
            case Fact.InviteRetracted retracted -> retracted(edit, retracted.retraction());
            case Fact.RetractionSuspected suspected -> edit.state(suspected(invite.state()));
            case Fact.InviteForgotten forgotten -> forgotten(invite);
            case Fact.UserForgotten forgotten -> InviteRecord.EMPTY;
            case Fact.OperationStarted started -> edit.state(started(invite.state(), started));
            case Fact.CommandAttached attached ->
                edit.operation(operation(invite).attach(attached.command()));
            case Fact.CommandDeferred deferred ->
                edit.operation(operation(invite).defer(deferred.command()));
            case Fact.JoinQueued queued -> edit.walk(edit.walk().at(new Stage.Waiting(queued.until())));
            case Fact.OperationEnded ended -> edit.signing(null).state(ended(invite.state()));
            case Fact.CommandConcluded concluded ->
                concluded(edit, concluded.outcome().waiter().id());
            case Fact.WorkOrdered ordered -> WorkFold.ordered(edit, ordered);
            case Fact.WorkAnswered answered -> WorkFold.answered(edit, answered);
            case Fact.WorkUnanswered unanswered -> WorkFold.unanswered(edit, unanswered.order());
            case Fact.LeaveSigningResting resting ->
                edit.signing(new Signing(null, resting.until())).build();
            case Fact.LeaveSigned signed -> signed(edit, signed.event());
            case Fact.JoinedRoom joined -> joined(edit, joined);
            case Fact.LeftRoom left -> left(edit, left);
            case Fact.RemoteLeaveRetried retried -> edit.state(retried(left(invite), retried));
            case Fact.RemoteLeaveResting resting ->
                edit.remote(remote(invite).resting(resting.until(), resting.round(), resting.plan()));
            case Fact.RemoteLeaveConfirmed confirmed ->
                edit.signing(null)
                        .follow(confirmed.event().id())
                        .state(left(invite).confirmed(confirmed.event()));
            case Fact.RemoteLeaveEnded ended -> edit.remote(null);
            case Fact.ClaimRemembered remembered -> WorkFold.remembered(edit, remembered.claim());
            case Fact.ClaimDropped dropped -> WorkFold.dropped(edit, dropped.pduJson());
            case Fact.MembershipRemembered remembered ->
                edit.remember(remembered.early()).build();
            case Fact.MembershipDropped dropped -> edit.drop(dropped.eventId()).build();
            case Fact.MembershipSeen seen -> seen(edit, seen);
            case Fact.ServersDenied denied -> edit.walk(edit.walk().denied(denied.servers(), at));
            case Fact.InviteRefused refused -> invite;
            case Fact.RoomFactsSeen seen -> invite;
            case Fact.RoutesForgotten forgotten -> invite;
            case Fact.Outbound outbound -> invite;
            case Fact.Restated restated -> invite;
        };
    }

    private static InviteRecord recorded(InviteRecord before, Fact.InviteRecorded fact, Instant at) {
        Invitation invitation = fact.invitation();
        InviteState state = before.state() instanceof InviteState.Joining running
                ? running.reinvited(invitation)
                : new InviteState.Invited(invitation, false, null);
        return new Edit(before)
                .invitedAt(at)
                .signing(null)
                .lineage(invitation.eventId())
                .appservices(fact.appservices())
                .state(state);
    }

    private static InviteRecord forgotten(InviteRecord before) {
        InviteRecord empty = InviteRecord.EMPTY;
        return new InviteRecord(
                empty.state(),
                null,
                null,
                before.claims(),
                empty.sent(),
                empty.lineage(),
                empty.appservices(),
                before.early(),
                before.changedAt(),
                before.version());
    }

    private static InviteRecord retracted(Edit edit, InviteState.Retraction retraction) {
        InviteState state = edit.before().state();
        edit.signing(null).follow(retraction.event().id());
        if (state instanceof InviteState.Invited invited) {
            return edit.state(invited.retracted(retraction));
        }
        if (state instanceof InviteState.Joining joining) {
            return edit.state(joining.retractedMeanwhile(retraction));
        }
        if (state instanceof InviteState.Banned banned) {
            return edit.state(
                    new InviteState.Left(banned.invite(), retraction.event(), retraction.reason(), false, null));
        }
        throw wrong("a retraction", state);
    }

    private static InviteState suspected(InviteState state) {
        if (state instanceof InviteState.Invited invited) {
            return invited.suspect();
        }
        return state instanceof InviteState.Joining joining ? joining.suspect() : state;
    }

    private static InviteState started(InviteState state, Fact.OperationStarted started) {
        Operation operation = Operation.start(started.terms(), started.command());
        boolean accept = started.kind() == Fact.OperationKind.ACCEPT;
        if (state instanceof InviteState.Invited invited) {
            return accept ? invited.accept(operation) : invited.reject(operation);
        }
        if (state instanceof InviteState.Knocked knocked && !accept) {
            return knocked.rescind(operation);
        }
        throw wrong("the start of an operation", state);
    }

    private static InviteState ended(InviteState state) {
        if (state instanceof InviteState.Joining joining) {
            return joining.failed();
        }
        if (state instanceof InviteState.Rejecting rejecting) {
            return rejecting.cancelled();
        }
        throw wrong("the end of an operation", state);
    }

    private static InviteRecord concluded(Edit edit, CommandId command) {
        Operation operation = edit.before().state().inFlight();
        if (operation != null && operation.concerns(command)) {
            return edit.operation(operation.without(command));
        }
        RemoteLeave remote = edit.before().state() instanceof InviteState.Left left ? left.remote() : null;
        return remote == null ? edit.before() : edit.remote(remote.without(command));
    }

    private static InviteRecord signed(Edit edit, MemberEvent leave) {
        InviteState state = edit.before().state();
        if (state instanceof InviteState.Rejecting rejecting) {
            return edit.follow(leave.id()).state(rejecting.signed(leave));
        }
        if (state instanceof InviteState.Left left && left.leave() == null) {
            return edit.follow(leave.id()).state(left.signed(leave));
        }
        return edit.before();
    }

    private static InviteRecord joined(Edit edit, Fact.JoinedRoom joined) {
        Invitation invite = edit.before().state().newestInvite();
        return edit.signing(null)
                .follow(joined.event().id())
                .state(new InviteState.Joined(invite, joined.event(), joined.importId()));
    }

    private static InviteRecord left(Edit edit, Fact.LeftRoom left) {
        if (!(edit.before().state() instanceof InviteState.Rejecting rejecting)) {
            throw wrong("the end of a reject", edit.before().state());
        }
        RemoteLeave.Plan plan = left.remote();
        RemoteLeave remote =
                plan == null ? null : RemoteLeave.of(rejecting.operation().walk(), plan);
        MemberEvent event = left.event();
        if (event != null) {
            edit.signing(null).follow(event.id());
        }
        return edit.state(new InviteState.Left(rejecting.invite(), event, left.reason(), left.outOfBand(), remote));
    }

    private static InviteState retried(InviteState.Left left, Fact.RemoteLeaveRetried retried) {
        RemoteLeave running = left.remote();
        RemoteLeave remote = running == null ? RemoteLeave.of(Walk.IDLE, retried.plan()) : running;
        return left.with(remote.retried(retried.command(), retried.answerBy(), retried.plan()));
    }

    private static InviteRecord seen(Edit edit, Fact.MembershipSeen seen) {
        Invitation invite = edit.before().state().newestInvite();
        EventId id = seen.eventId();
        MemberEvent event = MemberEvent.known(id);
        edit.follow(id).signing(null);
        return switch (seen.membership()) {
            case JOIN -> edit.state(new InviteState.Joined(invite, event, null));
            case LEAVE -> edit.state(new InviteState.Left(invite, event, null, false, null));
            case BAN -> edit.state(new InviteState.Banned(invite, event, null));
            case KNOCK -> edit.state(new InviteState.Knocked(id));
            case INVITE, UNKNOWN -> edit.build();
        };
    }

    private static Operation operation(InviteRecord invite) {
        Operation operation = invite.state().inFlight();
        if (operation == null) {
            throw wrong("a fact of an operation", invite.state());
        }
        return operation;
    }

    private static InviteState.Left left(InviteRecord invite) {
        if (invite.state() instanceof InviteState.Left left) {
            return left;
        }
        throw wrong("a fact of a background leave", invite.state());
    }

    private static RemoteLeave remote(InviteRecord invite) {
        RemoteLeave remote = left(invite).remote();
        if (remote == null) {
            throw wrong("a fact of a background leave", invite.state());
        }
        return remote;
    }

    static IllegalStateException wrong(String what, @Nullable InviteState state) {
        String name = state == null ? "nothing" : state.getClass().getSimpleName();
        return new IllegalStateException(what + " does not fit " + name);
    }
}
