package io.vestibule.matrix.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.federation.SingleFlightCache.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SingleFlightCacheTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SingleFlightCache<String, String> cache = new SingleFlightCache<>(2, now::get);
    private final List<String> loaded = new ArrayList<>();

    private String get(String key) throws InterruptedException {
        return cache.get(
                        key,
                        previous -> {
                            synchronized (loaded) {
                                loaded.add(key + " after " + previous);
                            }
                            return new Kept<>(key + loaded.size(), now.get().plusSeconds(10));
                        },
                        Deadline.after(Duration.ofSeconds(10)))
                .orElseThrow();
    }

    @Test
    void a_value_is_loaded_anew_exactly_when_its_time_is_over_with_the_old_one_at_hand() throws InterruptedException {
        // Given
        get("a");

        // When
        now.set(START.plusSeconds(9));
        String fresh = get("a");
        now.set(START.plusSeconds(10));
        String anew = get("a");

        // Then
        assertThat(fresh).isEqualTo("a1");
        assertThat(anew).isEqualTo("a2");
        assertThat(loaded).containsExactly("a after null", "a after a1");
    }

    @Test
    void the_entry_that_was_not_asked_for_the_longest_is_forgotten() throws InterruptedException {
        // Given
        get("a");
        get("b");
        get("a");

        // When
        get("c");
        get("a");
        get("b");

        // Then
        assertThat(loaded).containsExactly("a after null", "b after null", "c after null", "b after null");
    }

    @Test
    void a_caller_that_gives_up_does_not_end_the_load() throws InterruptedException {
        // Given
        CountDownLatch gate = new CountDownLatch(1);
        SingleFlightCache.Loader<String> slow = previous -> {
            gate.await();
            return new Kept<>("late", START.plusSeconds(10));
        };

        // When
        Optional<String> first = cache.get("a", slow, Deadline.after(Duration.ofMillis(20)));
        gate.countDown();
        Optional<String> second = cache.get("a", slow, Deadline.after(Duration.ofSeconds(10)));

        // Then
        assertThat(first).isEmpty();
        assertThat(second).contains("late");
    }

    @Test
    void a_load_that_throws_reaches_the_caller_and_is_not_kept() throws InterruptedException {
        // Given
        SingleFlightCache.Loader<String> broken = previous -> {
            throw new IllegalStateException("bug");
        };

        // When
        assertThatThrownBy(() -> cache.get("a", broken, Deadline.after(Duration.ofSeconds(10))))
                .hasRootCauseMessage("bug");

        // Then
        assertThat(get("a")).isEqualTo("a1");
    }
}
