package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invite as ingress verified and co-signed it. Immutable.
 *
 * @param eventId the invite's event ID
 * @param version the room's version
 * @param sender who invited
 * @param receipt how it came
 * @param event the event itself
 * @param via the servers of the {@code via} in force (MSC4125), null when the invite had none
 * @param stateServers the servers named by {@code invite_room_state}, in order
 * @param stripped what clients are shown of the room
 */
public record Invitation(
        EventId eventId,
        RoomVersionId version,
        UserId sender,
        Receipt receipt,
        Pdu event,
        @Nullable List<ServerName> via,
        List<ServerName> stateServers,
        Stripped stripped) {

    /** The endpoint that took an invite. */
    public enum Endpoint {
        UNKNOWN,
        V1,
        V2,
        MSC4329
    }

    /**
     * How the invite came.
     *
     * @param origin the server whose signature the request carried
     * @param endpoint the endpoint that took it
     * @param receivedAt when, by the clock of ingress; informative
     */
    public record Receipt(ServerName origin, Endpoint endpoint, Instant receivedAt) {}

    /**
     * The event.
     *
     * @param json the co-signed event
     * @param referenceHash its reference hash, unpadded URL-safe base64
     * @param authEvents the IDs of its auth events
     */
    public record Pdu(String json, String referenceHash, List<EventId> authEvents) {
        public Pdu {
            authEvents = List.copyOf(authEvents);
        }
    }

    /**
     * What clients are shown of the room.
     *
     * @param state stripped state, one JSON object each
     * @param createJson the create event as a full PDU where one came and was verified, else empty
     * @param createVerified whether the create entry was proven
     * @param ignoredEntries how many further state entries were ignored
     * @param hidden not to be shown to clients
     */
    public record Stripped(
            List<String> state, String createJson, boolean createVerified, int ignoredEntries, boolean hidden) {
        public Stripped {
            state = List.copyOf(state);
        }
    }

    public Invitation {
        via = via == null ? null : List.copyOf(via);
        stateServers = List.copyOf(stateServers);
    }

    MemberEvent asMemberEvent() {
        return new MemberEvent(eventId, event.json());
    }

    /** @return whether the event ID follows from the event's content, as from room version 4 on */
    boolean isNamedByContent() {
        String id = eventId.value();
        return id.length() == event.referenceHash().length() + 1 && id.endsWith(event.referenceHash());
    }

    boolean hasIdOf(@Nullable Invitation other) {
        return other != null && eventId.equals(other.eventId());
    }

    /** @return whether the invite names servers to go through */
    public boolean hasVia() {
        return via != null;
    }
}
