package io.vestibule.worker.order;

import io.vestibule.matrix.api.InviteV2;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.worker.order.OrderReader.BadOrderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The room as an invited user is shown it: whole PDUs without {@code unsigned} (MSC4311), the create event apart. Immutable.
 *
 * @param create the room's create event
 * @param others the other state
 */
public record ShownState(JsonObject create, List<JsonObject> others) {
    private static final String CREATE = "m.room.create";

    public ShownState {
        others = List.copyOf(others);
    }

    /** @return all of it, the create event first */
    public List<JsonObject> all() {
        return Stream.concat(Stream.of(create), others.stream()).toList();
    }

    /** @return whether the room has said that a policy server must see its events */
    public boolean namesPolicyServer() {
        return others.stream()
                .anyMatch(event ->
                        event.string("type").filter("m.room.policy"::equals).isPresent());
    }

    /**
     * @param entries the state, each a PDU; the create event may be among it
     * @param createJson the create event, empty if it is among the entries
     * @param room the room that all must be of
     * @param rules the room's version, which the create event must name
     * @throws BadOrderException if a part cannot be sent; the message names it
     */
    public static ShownState read(List<String> entries, String createJson, RoomId room, RoomVersionRules rules)
            throws BadOrderException {
        Reader reader = new Reader(room, rules);
        if (!createJson.isEmpty()) {
            reader.add("create_event", createJson);
            if (reader.create == null) {
                throw new BadOrderException("create_event is no m.room.create");
            }
        }
        for (int i = 0; i < entries.size(); i++) {
            reader.add("invite_room_state[" + i + "]", entries.get(i));
        }
        return reader.state();
    }

    private static final class Reader {
        private final RoomId room;
        private final RoomVersionRules rules;
        private final List<JsonObject> others = new ArrayList<>();
        private @Nullable Pdu create;

        Reader(RoomId room, RoomVersionRules rules) {
            this.room = room;
            this.rules = rules;
        }

        void add(String where, String json) throws BadOrderException {
            Pdu event = switch (Pdu.read(json.getBytes(StandardCharsets.UTF_8), rules)) {
                case Pdu pdu -> pdu;
                case MalformedPdu malformed -> throw new BadOrderException(where + ": " + malformed.detail());
            };
            if (!event.roomId().equals(room)) {
                throw new BadOrderException(where + " is of room " + event.roomId());
            }
            if (event.stateKey().isEmpty()) {
                throw new BadOrderException(where + " is no state event");
            }
            if (event.isState(CREATE)) {
                addCreate(where, event);
            } else {
                others.add(bare(event));
            }
        }

        private void addCreate(String where, Pdu event) throws BadOrderException {
            String version = event.content().string("room_version").orElse("1");
            if (!version.equals(rules.id().value())) {
                throw new BadOrderException(where + " is of a room of version " + version + ", not " + rules.id());
            }
            if (create != null && !create.eventId().equals(event.eventId())) {
                throw new BadOrderException(where + " is a second m.room.create");
            }
            create = event;
        }

        ShownState state() throws BadOrderException {
            if (create == null) {
                throw new BadOrderException("the room's create event is missing");
            }
            if (others.size() >= InviteV2.MOST_STATE) {
                throw new BadOrderException(
                        "invite_room_state has " + (others.size() + 1) + " events, more than " + InviteV2.MOST_STATE);
            }
            return new ShownState(bare(create), others);
        }

        private static JsonObject bare(Pdu event) {
            return JsonObject.of(event.json().without("unsigned"));
        }
    }
}
