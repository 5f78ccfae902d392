package io.vestibule.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    @Test
    void a_rate_is_a_number_per_duration_or_off() {
        // When
        // Then
        assertThat(Rate.parse("60/3m")).contains(new Rate(60, Duration.ofMinutes(3)));
        assertThat(Rate.parse(" 5 / 250ms ")).contains(new Rate(5, Duration.ofMillis(250)));
        assertThat(Rate.parse("off")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "60/", "/3m", "0/1s", "-1/1s", "60/0s", "60 per 3m", "1000001/1s", "on"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
