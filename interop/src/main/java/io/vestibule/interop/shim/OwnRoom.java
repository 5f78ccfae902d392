package io.vestibule.interop.shim;

import io.vertx.core.json.JsonObject;
import io.vestibule.interop.suite.OurRoom;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** A room of ours, kept by code that shares nothing with Vestibule's own reading and signing of events. Thread-safe. */
final class OwnRoom implements OurRoom {

    private final ScriptedRoom room;
    private final Identity self;
    private final UserId creator;
    private final BiConsumer<ServerName, JsonObject> telling;

    /** @param telling sends an event to a server in a transaction */
    OwnRoom(ScriptedRoom room, Identity self, UserId creator, BiConsumer<ServerName, JsonObject> telling) {
        this.room = room;
        this.self = self;
        this.creator = creator;
        this.telling = telling;
    }

    ScriptedRoom room() {
        return room;
    }

    @Override
    public String id() {
        return room.id().value();
    }

    @Override
    public Draft invite(String user) {
        return draft(user, "invite");
    }

    @Override
    public Draft withdraw(String user) {
        return draft(user, "leave");
    }

    private Draft draft(String user, String membership) {
        JsonObject event =
                room.prepare(self, creator, UserId.of(user), membership).copy();
        event.remove("hashes");
        event.remove("signatures");
        RoomEvent create = room.createEvent();
        List<String> others = room.state().stream()
                .filter(entry -> !entry.id().equals(create.id()))
                .map(entry -> entry.json().encode())
                .toList();
        return new Draft(
                id(),
                room.version().value(),
                user,
                event.encode(),
                create.json().encode(),
                others);
    }

    @Override
    public void take(String eventJson) {
        JsonObject event = new JsonObject(eventJson);
        room.accept(new RoomEvent(room.format().idOf(event), event));
    }

    @Override
    public String membership(String user) {
        return room.membership(UserId.of(user));
    }

    @Override
    public Set<String> stateEventIds() {
        return room.state().stream()
                .map(RoomEvent::id)
                .map(EventId::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void tell(String server, String eventJson) {
        telling.accept(ServerName.of(server), new JsonObject(eventJson));
    }

    @Override
    public void deny(String host, String server) {
        JsonObject acl = new JsonObject().put("allow", List.of("*")).put("deny", List.of(host));
        RoomEvent event = room.addState(self, creator, "m.room.server_acl", acl);
        telling.accept(ServerName.of(server), event.copy());
    }
}
