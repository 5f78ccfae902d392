package io.vestibule.ingress.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrippedEntryTest {

    private static final String NAME =
            "{\"content\":{\"name\":\"Lobby\"},\"sender\":\"@anne:a.example\",\"state_key\":\"\",\"type\":\"m.room.name\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                NAME,
                "{\"type\":\"m.room.name\",\"state_key\":\"\",\"sender\":\"@anne:a.example\",\"content\":{\"name\":\"Lobby\"}}",
                "{ \"content\":{\"name\":\"Lobby\"}, \"sender\":\"@anne:a.example\", \"state_key\":\"\", \"type\":\"m.room.name\"}",
                "{\"content\":{\"name\":\"Lobby\"},\"sender\":\"@\\u0061nne:a.example\",\"state_key\":\"\",\"type\":\"m.room.name\"}",
                "{\"content\":{\"name\":\"Lobby\"},\"event_id\":\"$1\",\"sender\":\"@anne:a.example\",\"state_key\":\"\",\"type\":\"m.room.name\"}"
            })
    void clients_are_shown_the_same_four_fields_however_the_entry_was_written(String json) {
        // Given
        StrippedEntry entry = StrippedEntry.read(JsonObject.of(json)).orElseThrow();
        // When
        String stripped = entry.stripped();
        // Then
        assertThat(stripped).isEqualTo(NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\": \"Lobby\"}", "{\"b\":1,\"a\":2}", "{\"name\":\"L\\u006fbby\"}"})
    void the_content_stays_as_it_was_received(String content) {
        // Given
        JsonObject json = JsonObject.of(NAME.replace("{\"name\":\"Lobby\"}", content));
        // When
        String stripped = StrippedEntry.read(json).orElseThrow().stripped();
        // Then
        assertThat(stripped).contains("\"content\":" + content + ",");
    }
}
