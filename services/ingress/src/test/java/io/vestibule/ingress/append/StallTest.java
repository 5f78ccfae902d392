package io.vestibule.ingress.append;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallTest {

    private final AtomicLong now = new AtomicLong();
    private final Stall stall = new Stall(Duration.ofSeconds(1), now::get);

    @Test
    void quiet_without_anything_sent_is_no_stall() {
        // Given
        stall.sent();
        stall.acknowledged();
        // When
        pass(Duration.ofMinutes(5));
        // Then
        assertThat(stall.isStalled()).isFalse();
    }

    @Test
    void what_is_sent_after_a_long_quiet_gets_its_time() {
        // Given
        stall.sent();
        stall.acknowledged();
        pass(Duration.ofMinutes(5));
        // When
        stall.sent();
        // Then
        assertThat(stall.isStalled()).isFalse();
    }

    @Test
    void nothing_acknowledged_for_longer_than_the_limit_is_a_stall() {
        // Given
        stall.sent();
        pass(Duration.ofMillis(900));
        stall.sent();
        // When
        pass(Duration.ofMillis(101));
        // Then
        assertThat(stall.isStalled()).isTrue();
    }

    @Test
    void an_acknowledgement_ends_it() {
        // Given
        stall.sent();
        stall.sent();
        pass(Duration.ofSeconds(2));
        // When
        stall.acknowledged();
        // Then
        assertThat(stall.isStalled()).isFalse();
    }

    @Test
    void once_all_have_failed_the_next_one_may_try_again() {
        // Given
        stall.sent();
        pass(Duration.ofSeconds(2));
        // When
        stall.failed();
        // Then
        assertThat(stall.isStalled()).isFalse();
        assertThat(stall.waiting()).isZero();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
