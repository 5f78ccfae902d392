package io.vestibule.kit.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final long BROKER = 1_795_187_105_527L;

    private final AtomicLong now = new AtomicLong(BROKER);
    private final List<Long> alarms = new ArrayList<>();
    private final ClockWatch watch = new ClockWatch(() -> Instant.ofEpochMilli(now.get()), alarms::add);

    @Test
    void a_clock_that_is_wrong_by_hours_is_said_once_and_shown() {
        // Given
        now.addAndGet(-Duration.ofHours(3).toMillis());

        // When
        for (int i = 0; i < 100; i++) {
            watch.stamped(BROKER + i);
        }

        // Then
        assertThat(alarms).containsExactly(-10_800L);
        assertThat(watch.secondsAhead()).isBetween(-10_801.0, -10_799.0);
        now.addAndGet(Duration.ofMinutes(11).toMillis());
        watch.stamped(BROKER);
        assertThat(alarms).hasSize(2);
    }

    @Test
    void of_records_that_were_read_those_of_the_future_show_a_clock_that_is_behind_and_old_ones_nothing() {
        // When
        watch.read(BROKER - Duration.ofHours(3).toMillis());
        watch.read(-1);
        double old = watch.secondsAhead();
        watch.read(BROKER + Duration.ofHours(3).toMillis());

        // Then
        assertThat(old).isZero();
        assertThat(alarms).containsExactly(-10_800L);
        assertThat(watch.secondsAhead()).isEqualTo(-10_800);
    }

    @Test
    void a_clock_that_is_nearly_right_and_a_broker_that_stamps_nothing_are_no_reason_to_speak() {
        // When
        double before = watch.secondsAhead();
        watch.stamped(BROKER - 30_000);
        watch.stamped(-1);

        // Then
        assertThat(before).isNaN();
        assertThat(alarms).isEmpty();
        assertThat(watch.secondsAhead()).isEqualTo(30);
    }
}
