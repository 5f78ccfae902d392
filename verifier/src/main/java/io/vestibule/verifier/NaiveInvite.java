package io.vestibule.verifier;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteRetracted;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LeftRoom;
import io.vestibule.schemas.MemberEvent;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipSeen;
import io.vestibule.schemas.OperationKind;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.StoredRetraction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What sync services are to be shown of one user in one room, worked out of the ledger fact by fact. A decision may record several
 * facts; what is shown is what holds at its end, and only if that is not what was shown before. For one thread.
 */
final class NaiveInvite {

    private InviteStateType state = InviteStateType.NONE;
    private @Nullable Fingerprint invite;
    private long invitedAt;
    private boolean suspected;
    private NaiveView.End end = NaiveView.End.NONE;
    private String join = "";
    private String importId = "";
    private @Nullable InviteRetracted lateRetraction;
    private long changedAt;

    private NaiveView.@Nullable Body atStart;
    private @Nullable NaiveView shown;
    private String decision = "";
    private int lastIndex;

    /** @return what the ledger says again of a user, before it forgets how that came about */
    static NaiveInvite restated(StoredInvite said) {
        NaiveInvite invite = new NaiveInvite();
        InviteReceived received = said.getInvite();
        invite.state = said.getState();
        invite.invite = received == null ? null : NaiveView.inviteOf(received);
        invite.invitedAt = said.getInvitedAt();
        invite.suspected = said.getSuspectedRetracted();
        invite.importId = said.getImportId();
        invite.changedAt = said.getChangedAt();
        MemberEvent event = said.getEvent();
        switch (said.getState()) {
            case JOINED -> invite.join = event == null ? "" : event.getEventId();
            case LEFT, RETRACTED, BANNED -> {
                NaiveView.End unsigned = new NaiveView.End(
                        "", NaiveView.NO_TEXT, said.getReason(), said.getOutOfBand(), said.getRemoteLeave() != null);
                invite.end = event == null ? unsigned : unsigned.with(event);
            }
            case JOINING -> invite.lateRetraction = late(said.getRetraction());
            case NONE, KNOCKED, INVITED, REJECTING, UNKNOWN -> {}
        }
        return invite;
    }

    private static @Nullable InviteRetracted late(@Nullable StoredRetraction retraction) {
        return retraction == null
                ? null
                : InviteRetracted.newBuilder()
                        .setMembership(retraction.getMembership())
                        .setEvent(retraction.getEvent())
                        .setReason(retraction.getReason())
                        .build();
    }

    /** Takes the user's next fact. */
    void fact(LedgerEvent event) {
        String its = event.getTopic() + ' ' + event.getPartition() + ' ' + event.getInputOffset();
        if (!its.equals(decision) || event.getIndex() <= lastIndex) {
            close();
            decision = its;
        }
        lastIndex = event.getIndex();
        NaiveView.Body before = body();
        apply(event);
        if (!Objects.equals(before, body())) {
            changedAt = event.getDecidedAt();
        }
    }

    /** @return what is shown after the last decision, null for nothing */
    @Nullable
    NaiveView shown() {
        close();
        return shown;
    }

    private void close() {
        NaiveView.Body now = body();
        if (!Objects.equals(now, atStart)) {
            shown = now == null ? null : new NaiveView(now, changedAt);
        }
        atStart = now;
    }

    private NaiveView.@Nullable Body body() {
        return state == InviteStateType.NONE
                ? null
                : new NaiveView.Body(state, invite, invitedAt, suspected, end, join, importId);
    }

    private void apply(LedgerEvent event) {
        switch (event.getType()) {
            case INVITE_RECORDED ->
                invited(Check.part(event.getInviteRecorded(), event).getInvite(), event.getDecidedAt());
            case INVITE_RETRACTED -> retracted(Check.part(event.getInviteRetracted(), event));
            case RETRACTION_SUSPECTED ->
                suspected = state == InviteStateType.INVITED || state == InviteStateType.JOINING;
            case INVITE_FORGOTTEN, USER_FORGOTTEN -> forget();
            case OPERATION_STARTED -> {
                if (Check.part(event.getOperationStarted(), event).getKind() == OperationKind.ACCEPT) {
                    state = InviteStateType.JOINING;
                } else {
                    become(InviteStateType.REJECTING);
                }
            }
            case OPERATION_ENDED -> ended();
            case JOINED -> {
                var joined = Check.part(event.getJoined(), event);
                joined(joined.getEvent().getEventId(), joined.getImportId());
            }
            case LEAVE_SIGNED ->
                signed(Check.part(event.getLeaveSigned(), event).getEvent());
            case LEFT -> left(Check.part(event.getLeft(), event));
            case REMOTE_LEAVE_RETRIED -> end = end.pending(true);
            case REMOTE_LEAVE_CONFIRMED ->
                end = end.confirmed(
                        Check.part(event.getRemoteLeaveConfirmed(), event).getEvent());
            case REMOTE_LEAVE_ENDED -> end = end.pending(false);
            case MEMBERSHIP_SEEN -> seen(Check.part(event.getMembershipSeen(), event));
            default -> {}
        }
    }

    private void become(InviteStateType next) {
        state = next;
        suspected = false;
        end = NaiveView.End.NONE;
        join = "";
        importId = "";
        lateRetraction = null;
    }

    private void invited(InviteReceived received, long at) {
        become(state == InviteStateType.JOINING ? InviteStateType.JOINING : InviteStateType.INVITED);
        invite = NaiveView.inviteOf(received);
        invitedAt = at;
    }

    private void retracted(InviteRetracted retraction) {
        if (state == InviteStateType.JOINING) {
            lateRetraction = retraction;
        } else if (state == InviteStateType.BANNED) {
            become(InviteStateType.LEFT);
            end = NaiveView.End.of(retraction.getEvent(), retraction.getReason());
        } else {
            over(retraction);
        }
    }

    private void over(InviteRetracted retraction) {
        become(retraction.getMembership() == Membership.BAN ? InviteStateType.BANNED : InviteStateType.RETRACTED);
        end = NaiveView.End.of(retraction.getEvent(), retraction.getReason());
    }

    private void forget() {
        become(InviteStateType.NONE);
        invite = null;
        invitedAt = 0;
    }

    private void ended() {
        if (state == InviteStateType.JOINING && lateRetraction != null) {
            over(lateRetraction);
        } else if (state == InviteStateType.JOINING) {
            state = InviteStateType.INVITED;
        } else {
            become(invite == null ? InviteStateType.KNOCKED : InviteStateType.INVITED);
        }
    }

    private void joined(String event, String imported) {
        become(InviteStateType.JOINED);
        join = event;
        importId = imported;
    }

    private void signed(MemberEvent leave) {
        if (state == InviteStateType.LEFT && end.event().isEmpty()) {
            end = end.with(leave);
        }
    }

    private void left(LeftRoom left) {
        become(InviteStateType.LEFT);
        MemberEvent event = left.getEvent();
        NaiveView.End unsigned = new NaiveView.End(
                "", NaiveView.NO_TEXT, left.getReason(), left.getOutOfBand(), left.getRemote() != null);
        end = event == null ? unsigned : unsigned.with(event);
    }

    private void seen(MembershipSeen seen) {
        switch (seen.getMembership()) {
            case JOIN -> joined(seen.getEventId(), "");
            case LEAVE -> {
                become(InviteStateType.LEFT);
                end = NaiveView.End.of(seen.getEventId());
            }
            case BAN -> {
                become(InviteStateType.BANNED);
                end = NaiveView.End.of(seen.getEventId());
            }
            case KNOCK -> {
                become(InviteStateType.KNOCKED);
                invite = null;
            }
            case INVITE, UNKNOWN -> {}
        }
    }
}
