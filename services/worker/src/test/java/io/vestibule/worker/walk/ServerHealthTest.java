package io.vestibule.worker.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServerHealthTest {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final ServerName A = ServerName.of("a.example");
    private static final ServerName B = ServerName.of("b.example");
    private static final ServerOutcome SILENCE = new ServerOutcome.TimedOut(false, "nothing");
    private static final ServerOutcome WORDS = new ServerOutcome.NotFound(new PeerAnswer(404, "M_NOT_FOUND", "no"));

    private final ServerHealth health = new ServerHealth(Duration.ofMinutes(1));

    @Test
    void a_server_that_was_silent_gets_short_tries_for_a_while_and_no_other_does() {
        // When
        health.note(A, SILENCE, 0);
        // Then
        assertThat(health.silentAmong(List.of(A, B), MINUTE - 1)).containsExactly(A);
        assertThat(health.silentAmong(List.of(A, B), MINUTE)).isEmpty();
    }

    @Test
    void each_further_silence_doubles_the_while_up_to_about_an_hour() {
        // When
        IntStream.range(0, 20).forEach(time -> health.note(A, SILENCE, 0));
        // Then
        assertThat(health.silentAmong(List.of(A), 64 * MINUTE - 1)).containsExactly(A);
        assertThat(health.silentAmong(List.of(A), 64 * MINUTE)).isEmpty();
    }

    @Test
    void a_silence_that_is_forgotten_is_as_if_it_had_not_been() {
        // Given
        health.note(A, SILENCE, 0);
        health.note(A, SILENCE, 0);
        String told = new String(health.json(), StandardCharsets.UTF_8);
        // When
        boolean forgotten = health.forget(A);
        // Then
        assertThat(told)
                .contains("\"server\":\"a.example\",\"silences\":2", "\"short_tries_until\":\"1970-01-01T00:02:00Z\"");
        assertThat(forgotten).isTrue();
        assertThat(health.forget(A)).isFalse();
        assertThat(health.silentAmong(List.of(A), 1)).isEmpty();
        health.note(A, SILENCE, 0);
        assertThat(health.silentAmong(List.of(A), MINUTE)).isEmpty();
    }

    @Test
    void any_answer_even_a_refusal_is_a_sign_of_life() {
        // Given
        health.note(A, SILENCE, 0);
        health.note(A, SILENCE, 1);
        // When
        health.note(A, WORDS, 2);
        // Then
        assertThat(health.silentAmong(List.of(A), 3)).isEmpty();
        health.note(A, SILENCE, 3);
        assertThat(health.silentAmong(List.of(A), 3 + MINUTE)).isEmpty();
    }

    @Test
    void long_silent_is_who_was_asked_more_than_once_over_ten_minutes() {
        // Given
        health.note(A, SILENCE, 0);
        health.note(B, SILENCE, 0);
        // When
        health.note(A, SILENCE, 10 * MINUTE);
        // Then
        assertThat(health.longSilentAmong(Set.of(A, B), 10 * MINUTE)).containsExactly(A);
    }

    @Test
    void a_server_that_others_were_faster_than_gets_short_tries_and_does_not_pass_for_long_silent() {
        // Given
        ServerOutcome overtaken = new ServerOutcome.NotAwaited("another server answered");
        health.note(A, overtaken, 0);
        health.note(A, SILENCE, 10 * MINUTE);
        // When
        health.note(A, overtaken, 20 * MINUTE);
        // Then
        assertThat(health.silentAmong(List.of(A), 20 * MINUTE)).containsExactly(A);
        assertThat(health.longSilentAmong(List.of(A), 20 * MINUTE)).isEmpty();
        health.note(A, SILENCE, 20 * MINUTE);
        assertThat(health.longSilentAmong(List.of(A), 20 * MINUTE)).containsExactly(A);
    }

    @Test
    void strangers_names_cannot_fill_the_memory() {
        // Given
        health.note(A, SILENCE, 0);
        // When
        IntStream.range(0, 10_000).forEach(i -> health.note(ServerName.of("s" + i + ".example"), SILENCE, 1));
        // Then
        assertThat(health.silentAmong(List.of(A), 2)).isEmpty();
        assertThat(health.silentAmong(List.of(ServerName.of("s9999.example")), 2))
                .hasSize(1);
    }
}
