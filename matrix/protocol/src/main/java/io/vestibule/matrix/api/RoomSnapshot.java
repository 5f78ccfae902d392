package io.vestibule.matrix.api;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room as {@code send_join} answers with it, for a server that gives the answer. Immutable.
 *
 * @param state the state before the join
 * @param authChain the auth chain of that state
 * @param event the join as the resident server has signed it; null to leave it out
 * @param serversInRoom the servers in the room; null unless members are omitted
 */
public record RoomSnapshot(
        List<JsonObject> state,
        List<JsonObject> authChain,
        @Nullable JsonObject event,
        @Nullable List<ServerName> serversInRoom) {

    public RoomSnapshot {
        state = List.copyOf(state);
        authChain = List.copyOf(authChain);
        serversInRoom = serversInRoom == null ? null : List.copyOf(serversInRoom);
    }

    byte[] toBytes() {
        JsonWriter body = new JsonWriter().beginObject();
        if (event != null) {
            body.field("event", event);
        }
        Body.write(body, RoomSection.STATE.label(), state);
        Body.write(body, RoomSection.AUTH_CHAIN.label(), authChain);
        body.field("members_omitted", serversInRoom != null);
        if (serversInRoom != null) {
            body.name("servers_in_room").beginArray();
            serversInRoom.forEach(server -> body.value(server.value()));
            body.endArray();
        }
        return body.endObject().toBytes();
    }
}
