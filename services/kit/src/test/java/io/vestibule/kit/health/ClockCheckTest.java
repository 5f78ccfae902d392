package io.vestibule.kit.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockCheckTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final ClockCheck check = new ClockCheck(now::get);

    @BeforeEach
    void all_is_well_at_first() {
        assertThat(check.get()).isEqualTo(HealthStatus.UP);
    }

    @Test
    void time_that_passes_is_no_step() {
        // When
        let(Duration.ofDays(40));

        // Then
        assertThat(check.get()).isEqualTo(HealthStatus.UP);
    }

    @Test
    void a_clock_that_is_set_back_calls_for_a_restart_until_it_is_as_late_again() {
        // When
        let(Duration.ofMinutes(-10));

        // Then
        assertThat(check.get())
                .isEqualTo(new HealthStatus.Down("the clock was set back: timers wait for 600 s, or for a restart"));

        // When
        let(Duration.ofMinutes(5));

        // Then
        assertThat(check.get()).isInstanceOf(HealthStatus.Down.class);

        // When
        let(Duration.ofMinutes(5));

        // Then
        assertThat(check.get()).isEqualTo(HealthStatus.UP);
    }

    @Test
    void a_clock_that_was_ahead_for_a_while_has_been_set_back_too() {
        // When
        let(Duration.ofHours(3));

        // Then
        assertThat(check.get()).isEqualTo(HealthStatus.UP);

        // When
        let(Duration.ofHours(-3));

        // Then
        assertThat(check.get()).isInstanceOf(HealthStatus.Down.class);
    }

    @Test
    void a_clock_that_is_put_right_by_less_than_a_minute_needs_no_restart() {
        // When
        let(Duration.ofSeconds(-59));

        // Then
        assertThat(check.get()).isEqualTo(HealthStatus.UP);
    }

    private void let(Duration pass) {
        now.updateAndGet(before -> before.plus(pass));
    }
}
