package io.vestibule.console.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShownTest {

    @Test
    void a_rooms_name_is_what_its_name_event_says() {
        // Given
        List<String> state = List.of(
                "no json",
                "{\"type\":\"m.room.topic\",\"content\":{\"name\":\"no\"}}",
                "{\"type\":\"m.room.name\",\"content\":{\"name\":7}}",
                "{\"type\":\"m.room.name\",\"content\":{\"name\":\"Lounge\"}}");

        // When
        // Then
        assertThat(Shown.roomName(state)).isEqualTo("Lounge");
        assertThat(Shown.roomName(List.of())).isEmpty();
    }

    @Test
    void characters_that_disguise_their_neighbours_are_replaced() {
        // Given
        String turned = "abc\u202Egpj.exe\u0000\n\uD800";

        // When
        // Then
        assertThat(Shown.text(turned)).isEqualTo("abc\uFFFDgpj.exe\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void a_long_name_is_cut_between_characters() {
        // When
        String shown = Shown.text("\uD83D\uDE00".repeat(500));

        // Then
        assertThat(shown.codePointCount(0, shown.length())).isEqualTo(121);
        assertThat(shown).endsWith("\uD83D\uDE00…");
    }
}
