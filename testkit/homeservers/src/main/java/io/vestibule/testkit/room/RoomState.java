package io.vestibule.testkit.room;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The current state of a room and every event that it ever had. Guarded by its room. */
final class RoomState {

    private record Slot(String type, String stateKey) {}

    private final Map<Slot, RoomEvent> current = new LinkedHashMap<>();
    private final Map<EventId, RoomEvent> events = new LinkedHashMap<>();
    private final Map<EventId, List<RoomEvent>> before = new HashMap<>();
    private @Nullable RoomEvent newest;

    void add(RoomEvent event) {
        before.put(event.id(), current());
        current.put(new Slot(event.type(), event.stateKey()), event);
        events.put(event.id(), event);
        newest = event;
    }

    Optional<RoomEvent> get(String type, String stateKey) {
        return Optional.ofNullable(current.get(new Slot(type, stateKey)));
    }

    Optional<RoomEvent> event(EventId id) {
        return Optional.ofNullable(events.get(id));
    }

    List<RoomEvent> before(EventId id) {
        return before.getOrDefault(id, List.of());
    }

    Optional<RoomEvent> newest() {
        return Optional.ofNullable(newest);
    }

    Optional<RoomEvent> member(UserId user) {
        return get("m.room.member", user.value());
    }

    String membership(UserId user) {
        return member(user).map(RoomEvent::membership).orElse("");
    }

    List<RoomEvent> current() {
        return List.copyOf(current.values());
    }

    Collection<RoomEvent> all() {
        return List.copyOf(events.values());
    }
}
