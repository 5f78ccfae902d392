package io.vestibule.appservice.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.schemas.AppserviceEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransactionTest {

    @Test
    void the_same_event_is_always_the_same_transaction_and_another_never() {
        // Given
        AppserviceEvent event = event("{\"event_id\":\"$1\"}");

        // When
        Transaction first = Transaction.of(event);
        Transaction again = Transaction.of(event);
        Transaction other = Transaction.of(event("{\"event_id\":\"$2\"}"));

        // Then
        assertThat(again.id()).isEqualTo(first.id()).isNotEqualTo(other.id());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(new String(first.body(), UTF_8)).isEqualTo("{\"events\":[{\"event_id\":\"$1\"}]}");
        assertThat(first.id()).matches("vestibule-[A-Za-z0-9_-]{43}");
    }

    @Test
    void pauses_double_up_to_the_longest_and_begin_anew_after_a_success() {
        // Given
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3));

        // When
        // Then
        assertThat(backoff.afterFailure()).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.afterFailure()).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.afterFailure()).isEqualTo(Duration.ofSeconds(3));
        assertThat(backoff.afterFailure()).isEqualTo(Duration.ofSeconds(3));
        backoff.succeeded();
        assertThat(backoff.afterFailure()).isEqualTo(Duration.ofSeconds(1));
    }

    private static AppserviceEvent event(String json) {
        return AppserviceEvent.newBuilder()
                .setAppserviceId("irc")
                .setRoomId("!r:a.example")
                .setUserId("@u:us.example")
                .setEventId("$1")
                .setDecidedAt(1)
                .setEventJson(json)
                .build();
    }
}
