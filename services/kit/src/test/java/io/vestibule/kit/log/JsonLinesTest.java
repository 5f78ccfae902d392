package io.vestibule.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

    private static final String CLASS = JsonLinesTest.class.getName();

    private final LoggerContext context = new LoggerContext();

    @Test
    void a_line_is_one_object_with_the_pairs_beside_the_message() {
        // Given
        LoggingEvent event = event(null);
        event.addKeyValuePair(new KeyValuePair(LogKeys.ROOM_ID, "!a\n\"b\uD800"));
        // When
        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        // Then
        assertThat(line).endsWith("}\n").doesNotContain("\n\"");
        JsonObject json = JsonObject.of(line.strip());
        assertThat(json.string("at")).contains("2026-11-21T00:00:00Z");
        assertThat(json.string("level")).contains("WARN");
        assertThat(json.string("message")).contains("invite refused");
        assertThat(json.string("roomId")).contains("!a\n\"b?");
    }

    @Test
    void a_failure_comes_with_its_stack() {
        // Given
        LoggingEvent event = event(new IllegalStateException("on purpose"));
        // When
        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        // Then
        assertThat(JsonObject.of(line.strip()).string("exception").orElseThrow())
                .contains("IllegalStateException: on purpose")
                .contains(CLASS);
    }

    private LoggingEvent event(Throwable failure) {
        LoggingEvent event =
                new LoggingEvent(CLASS, context.getLogger("test"), Level.WARN, "invite refused", failure, null);
        event.setInstant(Instant.parse("2026-11-21T00:00:00Z"));
        return event;
    }
}
