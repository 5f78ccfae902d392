package io.vestibule.topology.codec;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Claim;
import io.vestibule.model.Invitation;
import io.vestibule.model.InviteRecord;
import io.vestibule.model.InviteState;
import io.vestibule.model.Membership;
import io.vestibule.model.RemoteLeave;
import io.vestibule.model.Signing;
import io.vestibule.model.Wish;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.StoredClaim;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.StoredRetraction;
import org.jspecify.annotations.Nullable;

/** One user's record, as the store keeps it. */
public final class InviteRecordCodec {

    private InviteRecordCodec() {}

    /** @return the record as stored under its room and user */
    public static StoredInvite write(RoomId room, UserId user, InviteRecord invite) {
        Invitation newest = invite.state().newestInvite();
        Signing signing = invite.signing();
        StoredInvite.Builder stored = StoredInvite.newBuilder()
                .setInvite(newest == null ? null : InviteCodec.write(room, user, newest))
                .setInvitedAt(Values.millis(invite.invitedAt()))
                .setSigning(signing == null ? "" : Values.text(signing.order()))
                .setSigningUntil(signing == null ? 0 : Values.millis(signing.until()))
                .setClaims(Values.each(invite.claims(), InviteRecordCodec::write))
                .setSent(Values.each(invite.sent(), WalkCodec::write))
                .setLineage(Values.texts(invite.lineage()))
                .setAppserviceIds(Values.texts(invite.appservices()))
                .setEarlyMemberships(Values.each(invite.early(), Values::write))
                .setChangedAt(Values.millis(invite.changedAt()))
                .setVersion(invite.version());
        state(stored, invite.state());
        return stored.build();
    }

    private static void state(StoredInvite.Builder stored, InviteState state) {
        switch (state) {
            case InviteState.None none -> stored.setState(InviteStateType.NONE);
            case InviteState.Knocked knocked ->
                stored.setState(InviteStateType.KNOCKED)
                        .setKnockEventId(knocked.knock().value());
            case InviteState.Invited invited -> invited(stored, invited);
            case InviteState.Joining joining -> joining(stored, joining);
            case InviteState.Joined joined ->
                stored.setState(InviteStateType.JOINED)
                        .setEvent(Values.write(joined.join()))
                        .setImportId(Values.text(joined.importId()));
            case InviteState.Rejecting rejecting ->
                stored.setState(InviteStateType.REJECTING)
                        .setKnockEventId(Values.text(rejecting.knock()))
                        .setOperation(WalkCodec.write(rejecting.operation()))
                        .setEvent(Values.writeOrNull(rejecting.signed()));
            case InviteState.Left left -> left(stored, left);
            case InviteState.Retracted gone ->
                stored.setState(InviteStateType.RETRACTED)
                        .setEvent(Values.write(gone.event()))
                        .setReason(gone.reason());
            case InviteState.Banned banned ->
                stored.setState(InviteStateType.BANNED)
                        .setEvent(Values.write(banned.event()))
                        .setReason(banned.reason());
        }
    }

    private static void invited(StoredInvite.Builder stored, InviteState.Invited invited) {
        Wish wish = invited.lastWish();
        stored.setState(InviteStateType.INVITED)
                .setSuspectedRetracted(invited.suspected())
                .setLastWish(wish == null ? null : CommandCodec.writeWish(wish));
    }

    private static void joining(StoredInvite.Builder stored, InviteState.Joining joining) {
        InviteState.Retraction retraction = joining.retraction();
        stored.setState(InviteStateType.JOINING)
                .setSuspectedRetracted(joining.suspected())
                .setOperation(WalkCodec.write(joining.operation()))
                .setRetraction(retraction == null ? null : write(retraction));
    }

    private static void left(StoredInvite.Builder stored, InviteState.Left left) {
        RemoteLeave remote = left.remote();
        stored.setState(InviteStateType.LEFT)
                .setEvent(Values.writeOrNull(left.leave()))
                .setReason(left.reason())
                .setOutOfBand(left.outOfBand())
                .setRemoteLeave(remote == null ? null : WalkCodec.write(remote));
    }

    private static StoredRetraction write(InviteState.Retraction retraction) {
        return StoredRetraction.newBuilder()
                .setMembership(Values.same(io.vestibule.schemas.Membership.class, retraction.membership()))
                .setEvent(Values.write(retraction.event()))
                .setReason(retraction.reason())
                .build();
    }

    private static StoredClaim write(Claim claim) {
        return StoredClaim.newBuilder()
                .setSender(claim.sender().value())
                .setMembership(Values.same(io.vestibule.schemas.Membership.class, claim.membership()))
                .setPduJson(claim.pduJson())
                .setOrderId(Values.text(claim.order()))
                .setUntil(Values.millis(claim.until()))
                .build();
    }

    /** @return the record; the store holds only what {@link #write} made of it */
    public static InviteRecord read(StoredInvite stored) {
        return new InviteRecord(
                state(stored),
                Values.instantOrNull(stored.getInvitedAt()),
                stored.getSigningUntil() == 0
                        ? null
                        : new Signing(Values.order(stored.getSigning()), Values.instant(stored.getSigningUntil())),
                Values.each(stored.getClaims(), InviteRecordCodec::claim),
                Values.each(stored.getSent(), WalkCodec::read),
                Values.events(stored.getLineage()),
                Values.each(stored.getAppserviceIds(), AppserviceId::of),
                Values.each(stored.getEarlyMemberships(), Values::read),
                Values.instant(stored.getChangedAt()),
                stored.getVersion());
    }

    private static InviteState state(StoredInvite stored) {
        InviteStateType type = stored.getState();
        Invitation invite = stored.getInvite() == null ? null : InviteCodec.read(stored.getInvite());
        return switch (type) {
            case NONE -> new InviteState.None();
            case KNOCKED -> new InviteState.Knocked(Values.present(Values.event(stored.getKnockEventId()), type));
            case INVITED ->
                new InviteState.Invited(
                        Values.present(invite, type),
                        stored.getSuspectedRetracted(),
                        stored.getLastWish() == null ? null : CommandCodec.readWish(stored.getLastWish()));
            case JOINING ->
                new InviteState.Joining(
                        Values.present(invite, type),
                        stored.getSuspectedRetracted(),
                        WalkCodec.read(Values.present(stored.getOperation(), type)),
                        retraction(stored.getRetraction()));
            case JOINED ->
                new InviteState.Joined(
                        invite,
                        Values.read(Values.present(stored.getEvent(), type)),
                        Values.importId(stored.getImportId()));
            case REJECTING ->
                new InviteState.Rejecting(
                        invite,
                        Values.event(stored.getKnockEventId()),
                        WalkCodec.read(Values.present(stored.getOperation(), type)),
                        Values.readOrNull(stored.getEvent()));
            case LEFT -> left(stored, invite);
            case RETRACTED ->
                new InviteState.Retracted(
                        Values.present(invite, type),
                        Values.read(Values.present(stored.getEvent(), type)),
                        stored.getReason());
            case BANNED ->
                new InviteState.Banned(
                        invite, Values.read(Values.present(stored.getEvent(), type)), stored.getReason());
            case UNKNOWN -> throw new IllegalArgumentException("a stored invite in no state");
        };
    }

    private static InviteState left(StoredInvite stored, @Nullable Invitation invite) {
        return new InviteState.Left(
                invite,
                Values.readOrNull(stored.getEvent()),
                stored.getReason(),
                stored.getOutOfBand(),
                stored.getRemoteLeave() == null ? null : WalkCodec.read(stored.getRemoteLeave()));
    }

    private static InviteState.@Nullable Retraction retraction(@Nullable StoredRetraction stored) {
        return stored == null
                ? null
                : new InviteState.Retraction(
                        Values.same(Membership.class, stored.getMembership()),
                        Values.read(stored.getEvent()),
                        stored.getReason());
    }

    private static Claim claim(StoredClaim stored) {
        return new Claim(
                UserId.of(stored.getSender()),
                Values.same(Membership.class, stored.getMembership()),
                stored.getPduJson(),
                Values.order(stored.getOrderId()),
                Values.instant(stored.getUntil()));
    }
}
