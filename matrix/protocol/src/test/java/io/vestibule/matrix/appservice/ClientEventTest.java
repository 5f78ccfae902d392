package io.vestibule.matrix.appservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientEventTest {

    private static final EventId EVENT = EventId.of("$invite");
    private static final RoomId ROOM = RoomId.of("!hall:a.example");
    private static final JsonObject PDU = JsonObject.of("""
            {"auth_events": ["$create"], "content": {"membership": "invite", "displayname": "B\\u00f6b"}, "depth": 7,
             "hashes": {"sha256": "x"}, "origin": "a.example", "origin_server_ts": 1000, "prev_events": ["$p"],
             "prev_state": [], "room_id": "!hall:a.example", "sender": "@alice:a.example",
             "signatures": {"a.example": {"ed25519:1": "s"}}, "state_key": "@bob:us.example", "type": "m.room.member",
             "unsigned": {"age": 3, "invite_room_state": [{"type": "leak"}], "x": 1}, "event_id": "$claimed"}
            """);

    @Test
    void nothing_of_the_federations_format_comes_along() {
        // Given
        JsonObject name = JsonObject.of("""
                {"type": "m.room.name", "state_key": "", "sender": "@alice:a.example", "content": {"name": "Hall"},
                 "event_id": "$n", "room_id": "!hall:a.example", "signatures": {}, "hashes": {}, "auth_events": [],
                 "origin_server_ts": 5, "depth": 1, "unsigned": {"age": 1}}
                """);

        // When
        String event = text(ClientEvent.of(PDU, EVENT, ROOM, 1500, List.of(name)));

        // Then
        assertThat(event)
                .isEqualTo("{\"content\":{\"displayname\":\"Böb\",\"membership\":\"invite\"},\"event_id\":\"$invite\","
                        + "\"origin_server_ts\":1000,\"room_id\":\"!hall:a.example\",\"sender\":\"@alice:a.example\","
                        + "\"state_key\":\"@bob:us.example\",\"type\":\"m.room.member\",\"unsigned\":{\"age\":500,"
                        + "\"invite_room_state\":[{\"content\":{\"name\":\"Hall\"},\"sender\":\"@alice:a.example\","
                        + "\"state_key\":\"\",\"type\":\"m.room.name\"}]}}");
    }

    @Test
    void only_an_invite_has_invite_room_state() {
        // When
        JsonObject event = JsonObject.of(ClientEvent.of(PDU, EVENT, ROOM, 900, null));

        // Then
        assertThat(event.object("unsigned").orElseThrow().bytes()).isEqualTo("{\"age\":-100}".getBytes(UTF_8));
    }

    @Test
    void an_entry_without_one_of_the_four_fields_is_left_out() {
        // Given
        JsonObject noKey = JsonObject.of("{\"type\":\"t\",\"sender\":\"@a:b.example\",\"content\":{}}");

        // When
        String event = text(ClientEvent.of(PDU, EVENT, ROOM, 1000, List.of(noKey)));

        // Then
        assertThat(event).contains("\"invite_room_state\":[]");
    }

    @Test
    void an_age_that_is_no_number_of_json_is_left_out() {
        // Given
        JsonObject far = JsonObject.of("{\"origin_server_ts\":" + Long.MIN_VALUE + "}");

        // When
        String event = text(ClientEvent.of(far, EVENT, ROOM, 1000, null));

        // Then
        assertThat(event).contains("\"unsigned\":{}");
    }

    private static String text(byte[] event) {
        return new String(event, UTF_8);
    }
}
