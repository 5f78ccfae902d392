package io.vestibule.interop.kafka;

import io.vestibule.interop.shim.HomeserverFeeds;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.Residency;
import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.catalog.Topics;
import java.util.Locale;

/** The homeserver's feeds, on their topics. Thread-safe. */
public final class KafkaFeeds implements HomeserverFeeds {

    private final RecordSender sender;

    public KafkaFeeds(RecordSender sender) {
        this.sender = sender;
    }

    @Override
    public void pduSeen(SeenPdu pdu) {
        sender.send(
                Topics.HOMESERVER_PDUS,
                pdu.roomId(),
                PduSeen.newBuilder()
                        .setRoomId(pdu.roomId())
                        .setUserId(pdu.userId())
                        .setSender(pdu.sender())
                        .setMembership(membership(pdu.membership()))
                        .setOrigin(pdu.origin())
                        .setPduJson(pdu.json())
                        .setSeenAt(System.currentTimeMillis())
                        .build());
    }

    @Override
    public void membershipChanged(LocalMembership change) {
        sender.send(
                Topics.HOMESERVER_MEMBERSHIPS,
                change.roomId(),
                MembershipChanged.newBuilder()
                        .setRoomId(change.roomId())
                        .setUserId(change.userId())
                        .setMembership(membership(change.membership()))
                        .setEventId(change.eventId())
                        .setAuthEventIds(change.authEvents())
                        .setPrevEventIds(change.prevEvents())
                        .setChangedAt(System.currentTimeMillis())
                        .build());
    }

    @Override
    public void residency(String roomId, boolean resident) {
        sender.send(
                Topics.HOMESERVER_ROOMS,
                roomId,
                RoomFacts.newBuilder()
                        .setRoomId(roomId)
                        .setResident(resident ? Residency.YES : Residency.NO)
                        .setChangedAt(System.currentTimeMillis())
                        .build());
    }

    private static Membership membership(String name) {
        for (Membership membership : Membership.values()) {
            if (membership.name().toLowerCase(Locale.ROOT).equals(name)) {
                return membership;
            }
        }
        return Membership.UNKNOWN;
    }
}
