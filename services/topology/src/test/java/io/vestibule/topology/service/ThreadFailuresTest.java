package io.vestibule.topology.service;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private final ThreadFailures failures = new ThreadFailures(now::get, 2, Duration.ofMinutes(10));

    @Test
    void a_thread_that_fails_is_replaced_until_failures_come_too_fast() {
        // Given
        KafkaException away = new KafkaException("the registry is away");
        assertThat(failures.handle(away)).isEqualTo(REPLACE_THREAD);
        assertThat(failures.handle(away)).isEqualTo(REPLACE_THREAD);
        // When
        var third = failures.handle(away);
        // Then
        assertThat(third).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void failures_of_long_ago_do_not_count() {
        // Given
        failures.handle(new KafkaException("away"));
        failures.handle(new KafkaException("away"));
        now.set(now.get().plus(Duration.ofMinutes(11)));
        // When
        var later = failures.handle(new KafkaException("away"));
        // Then
        assertThat(later).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void an_error_of_the_platform_stops_at_once() {
        // Given
        Error error = new OutOfMemoryError("heap");
        // When
        var response = failures.handle(error);
        // Then
        assertThat(response).isEqualTo(SHUTDOWN_CLIENT);
    }
}
