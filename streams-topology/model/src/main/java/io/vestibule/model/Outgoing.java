package io.vestibule.model;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks to have sent to a user of another server: an invite of ours, or the leave or ban that withdraws it.
 * Immutable.
 *
 * @param eventJson the event, signed or yet to be signed
 * @param version the room's version
 * @param state the room's state for the invited user's eyes
 * @param via how the servers are chosen through which the room can be reached
 * @param policyServer the room has a policy server, which must see an invite before it is sent
 */
public record Outgoing(String eventJson, RoomVersionId version, RoomState state, Via via, boolean policyServer) {

    /**
     * State of the room, whole PDUs.
     *
     * @param entries for {@code invite_room_state}
     * @param createJson the create event, empty if it is among the entries
     */
    public record RoomState(List<String> entries, String createJson) {

        /** Nothing to show. */
        public static final RoomState NONE = new RoomState(List.of(), "");

        public RoomState {
            entries = List.copyOf(entries);
        }
    }

    /**
     * How {@code via} is chosen.
     *
     * @param given the list to send; empty to choose one
     * @param servers what to choose from
     * @param acl the room's ACL, null for the one that is known here, if any
     */
    public record Via(
            List<ServerName> given,
            List<RoomServer> servers,
            @Nullable ServerAcl acl) {

        /** Nothing given and nothing known. */
        public static final Via NONE = new Via(List.of(), List.of(), null);

        public Via {
            given = List.copyOf(given);
            servers = List.copyOf(servers);
        }
    }
}
