package io.vestibule.matrix.federation.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WellKnownLifetimesTest {

    private static final RandomGenerator NO_JITTER = () -> 0L;
    private static final RandomGenerator MOST_JITTER = () -> -1L;

    private static Duration ofDelegation(@Nullable Duration maxAge) {
        return WellKnownLifetimes.DEFAULT.ofDelegation(maxAge, NO_JITTER);
    }

    @Test
    void a_delegation_is_kept_as_long_as_it_says_within_bounds() {
        assertThat(ofDelegation(null)).isEqualTo(Duration.ofHours(24));
        assertThat(ofDelegation(Duration.ofHours(3))).isEqualTo(Duration.ofHours(3));
        assertThat(ofDelegation(Duration.ZERO)).isEqualTo(Duration.ofMinutes(5));
        assertThat(ofDelegation(Duration.ofDays(30))).isEqualTo(Duration.ofHours(48));
    }

    @Test
    void failures_are_kept_twice_as_long_each_time_up_to_an_hour() {
        // When
        List<Long> minutes = new ArrayList<>();
        for (int failures = 1; failures <= 7; failures++) {
            minutes.add(
                    WellKnownLifetimes.DEFAULT.ofFailure(failures, NO_JITTER).toMinutes());
        }

        // Then
        assertThat(minutes).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(WellKnownLifetimes.DEFAULT.ofFailure(1_000_000, NO_JITTER)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void chance_takes_at_most_a_tenth() {
        // When
        Duration lifetime = WellKnownLifetimes.DEFAULT.ofDelegation(Duration.ofHours(10), MOST_JITTER);

        // Then
        assertThat(lifetime).isBetween(Duration.ofHours(9), Duration.ofHours(9).plusSeconds(1));
    }
}
