package io.vestibule.topology.codec;

import io.vestibule.matrix.id.EventId;
import io.vestibule.model.Fact;
import io.vestibule.model.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.Restated;
import io.vestibule.schemas.RestatedHash;
import io.vestibule.schemas.StoredHash;
import io.vestibule.schemas.StoredInvite;
import io.vestibule.schemas.StoredOutbound;
import io.vestibule.schemas.StoredRoom;

/** What the ledger says again, in the form in which the stores keep it. */
final class RestatedCodec {

    private RestatedCodec() {}

    static void write(io.vestibule.schemas.LedgerEvent.Builder event, LedgerEvent of, Fact.Restated restated) {
        Restated.Builder written = Restated.newBuilder();
        switch (restated) {
            case Fact.Restated.Room fact -> written.setRoom(RoomRecordCodec.write(fact.room()));
            case Fact.Restated.Invite fact ->
                written.setInvite(InviteRecordCodec.write(
                        of.room(), Values.present(of.user(), LedgerEventType.RESTATED), fact.invite()));
            case Fact.Restated.Hash fact ->
                written.setHash(new RestatedHash(
                        fact.eventId().value(), new StoredHash(fact.referenceHash(), Values.millis(fact.seenAt()))));
            case Fact.Restated.Concluded fact -> written.setOutcome(OutcomeCodec.write(fact.outcome()));
        }
        event.setType(LedgerEventType.RESTATED).setRestated(written.build());
    }

    static void write(io.vestibule.schemas.LedgerEvent.Builder event, Fact.Outbound.Restated restated) {
        event.setType(LedgerEventType.RESTATED)
                .setRestated(Restated.newBuilder()
                        .setOutbound(OutboundRecordCodec.write(restated.outbound()))
                        .build());
    }

    static Fact read(Restated restated) {
        StoredRoom room = restated.getRoom();
        if (room != null) {
            return new Fact.Restated.Room(RoomRecordCodec.read(room));
        }
        StoredInvite invite = restated.getInvite();
        if (invite != null) {
            return new Fact.Restated.Invite(InviteRecordCodec.read(invite));
        }
        StoredOutbound outbound = restated.getOutbound();
        if (outbound != null) {
            return new Fact.Outbound.Restated(OutboundRecordCodec.read(outbound));
        }
        RestatedHash hash = restated.getHash();
        if (hash != null) {
            return new Fact.Restated.Hash(
                    EventId.of(hash.getEventId()),
                    hash.getHash().getReferenceHash(),
                    Values.instant(hash.getHash().getSeenAt()));
        }
        return new Fact.Restated.Concluded(
                OutcomeCodec.read(Values.present(restated.getOutcome(), LedgerEventType.RESTATED)));
    }
}
