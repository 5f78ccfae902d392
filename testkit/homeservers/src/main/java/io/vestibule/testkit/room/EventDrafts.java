package io.vestibule.testkit.room;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.wire.EventFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unsigned events that cite what they must: the newest event, and the ones that the authorisation rules select. */
final class EventDrafts {

    private final EventFormat format;
    private final RoomState state;

    EventDrafts(EventFormat format, RoomState state) {
        this.format = format;
        this.state = state;
    }

    JsonObject draft(@Nullable RoomId room, UserId sender, String type, String stateKey, JsonObject content) {
        Optional<RoomEvent> newest = state.newest();
        JsonObject event = new JsonObject()
                .put("type", type)
                .put("state_key", stateKey)
                .put("sender", sender.value())
                .put("content", content)
                .put(
                        "depth",
                        newest.map(previous -> previous.json().getInteger("depth") + 1)
                                .orElse(1))
                .put("origin_server_ts", System.currentTimeMillis())
                .put("auth_events", format.cite(authEvents(sender, type, stateKey, content)))
                .put(
                        "prev_events",
                        format.cite(newest.map(RoomEvent::json).map(List::of).orElse(List.of())));
        if (room != null) {
            event.put("room_id", room.value());
        }
        if (format.carriesEventId()) {
            event.put("event_id", "$" + Long.toHexString(System.nanoTime()) + ":" + sender.server());
        }
        return event;
    }

    private List<JsonObject> authEvents(UserId sender, String type, String stateKey, JsonObject content) {
        Map<EventId, JsonObject> cited = new LinkedHashMap<>();
        if (!format.roomIdIsCreateHash()) {
            cite(cited, state.get("m.room.create", ""));
        }
        cite(cited, state.get("m.room.power_levels", ""));
        cite(cited, state.member(sender));
        if (type.equals("m.room.member")) {
            cite(cited, state.get("m.room.member", stateKey));
            if (Set.of("join", "invite").contains(content.getString("membership"))) {
                cite(cited, state.get("m.room.join_rules", ""));
            }
        }
        return List.copyOf(cited.values());
    }

    private static void cite(Map<EventId, JsonObject> cited, Optional<RoomEvent> event) {
        event.ifPresent(found -> cited.put(found.id(), found.json()));
    }
}
