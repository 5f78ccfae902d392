package io.vestibule.worker.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.config.Rate;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundPaceTest {

    private static final ServerName VICTIM = ServerName.of("victim.example");
    private static final ServerName OTHER = ServerName.of("other.example");

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void a_server_is_called_no_more_often_than_is_set_and_others_as_before() {
        // Given
        AtomicLong heldBack = new AtomicLong();
        BackgroundPace pace = new BackgroundPace(
                Optional.of(new Rate(10, Duration.ofMinutes(1))), nanos::get, heldBack::incrementAndGet);

        // When
        long called =
                IntStream.range(0, 10_000).filter(i -> pace.allows(VICTIM)).count();
        boolean other = pace.allows(OTHER);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        boolean later = pace.allows(VICTIM);
        boolean atOnceAgain = pace.allows(VICTIM);

        // Then
        assertThat(called).isEqualTo(10);
        assertThat(other).isTrue();
        assertThat(later).isTrue();
        assertThat(atOnceAgain).isFalse();
        assertThat(heldBack).hasValue(9_991);
    }

    @Test
    void without_a_rate_nothing_is_held_back() {
        // Given
        BackgroundPace pace = new BackgroundPace(Optional.empty(), nanos::get, () -> {});

        // When
        long called =
                IntStream.range(0, 10_000).filter(i -> pace.allows(VICTIM)).count();

        // Then
        assertThat(called).isEqualTo(10_000);
    }
}
