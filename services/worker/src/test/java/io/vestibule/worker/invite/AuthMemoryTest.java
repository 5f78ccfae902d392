package io.vestibule.worker.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who does not know invite-with-auth is not asked for it with every invite, and not left out for ever. */
class AuthMemoryTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final long NOW = 1_000_000;

    private final AuthMemory memory = new AuthMemory(DAY);

    private static ServerName server(int number) {
        return ServerName.of("s" + number + ".example");
    }

    private long askedAgain(double days) {
        long then = NOW + (long) (days * DAY.toMillis());
        return IntStream.range(0, 100)
                .filter(number -> memory.mayKnow(server(number), then))
                .count();
    }

    @Test
    void a_server_that_does_not_know_is_asked_again_after_a_day_and_not_all_at_once() {
        // Given
        IntStream.range(0, 100).forEach(number -> memory.unknownAt(server(number), NOW));
        // When
        // Then
        assertThat(askedAgain(0.89)).isZero();
        assertThat(askedAgain(1)).isBetween(20L, 80L);
        assertThat(askedAgain(1.11)).isEqualTo(100);
    }

    @Test
    void a_server_of_which_nothing_is_known_or_that_knows_now_may_be_asked() {
        // Given
        memory.unknownAt(server(1), NOW);
        // When
        memory.knownAt(server(1));
        // Then
        assertThat(memory.mayKnow(server(1), NOW)).isTrue();
        assertThat(memory.mayKnow(server(2), NOW)).isTrue();
    }
}
