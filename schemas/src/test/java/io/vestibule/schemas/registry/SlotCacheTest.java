package io.vestibule.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SlotCacheTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger loads = new AtomicInteger();

    private SlotCache<String, Integer> cache(int capacity, long life) {
        return new SlotCache<>(new SlotCache.Limits(capacity, life, 10), now::get);
    }

    @Test
    void many_threads_that_miss_one_key_load_it_once() throws Exception {
        // Given
        SlotCache<String, Integer> cache = cache(10, Long.MAX_VALUE);
        List<Future<Integer>> answers = new ArrayList<>();
        CountDownLatch asking = new CountDownLatch(100);

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> {
                    asking.countDown();
                    return cache.get("key", () -> {
                        await(asking);
                        return loads.incrementAndGet();
                    });
                }));
            }
        }

        // Then
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(1);
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_slow_key_holds_up_no_other() throws Exception {
        // Given
        SlotCache<String, Integer> cache = cache(10, Long.MAX_VALUE);
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> slow = threads.submit(() -> cache.get("slow", () -> {
                loading.countDown();
                await(release);
                return 1;
            }));
            assertThat(loading.await(10, TimeUnit.SECONDS)).isTrue();

            // When
            int other = cache.get("other", () -> 2);

            // Then
            assertThat(other).isEqualTo(2);
            assertThat(slow.isDone()).isFalse();
            release.countDown();
            assertThat(slow.get()).isEqualTo(1);
        }
    }

    @Test
    void what_was_not_found_is_asked_again_only_after_a_while() {
        // Given
        SlotCache<String, Integer> cache = cache(10, Long.MAX_VALUE);
        assertThatThrownBy(() -> cache.get("key", this::missing)).isInstanceOf(SchemaNotFoundException.class);
        assertThatThrownBy(() -> cache.get("key", this::missing)).isInstanceOf(SchemaNotFoundException.class);
        assertThat(loads).hasValue(1);

        // When
        now.addAndGet(10);
        int found = cache.get("key", loads::incrementAndGet);

        // Then
        assertThat(found).isEqualTo(2);
    }

    @Test
    void a_failure_is_not_remembered() {
        // Given
        SlotCache<String, Integer> cache = cache(10, Long.MAX_VALUE);
        assertThatThrownBy(() -> cache.get("key", () -> {
                    throw new TimeoutException("away");
                }))
                .isInstanceOf(TimeoutException.class);

        // When
        int found = cache.get("key", () -> 7);

        // Then
        assertThat(found).isEqualTo(7);
    }

    @Test
    void a_value_is_loaded_again_when_its_life_is_over() {
        // Given
        SlotCache<String, Integer> cache = cache(10, 5);
        cache.get("key", loads::incrementAndGet);

        // When
        now.addAndGet(4);
        int young = cache.get("key", loads::incrementAndGet);
        now.addAndGet(1);
        int renewed = cache.get("key", loads::incrementAndGet);

        // Then
        assertThat(young).isEqualTo(1);
        assertThat(renewed).isEqualTo(2);
    }

    @Test
    void the_entry_used_longest_ago_makes_room() {
        // Given
        SlotCache<String, Integer> cache = cache(2, Long.MAX_VALUE);
        cache.get("first", loads::incrementAndGet);
        cache.get("second", loads::incrementAndGet);
        cache.get("first", loads::incrementAndGet);

        // When
        cache.get("third", loads::incrementAndGet);

        // Then
        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.get("first", () -> -1)).isEqualTo(1);
        assertThat(cache.get("second", () -> -1)).isEqualTo(-1);
    }

    private Integer missing() {
        loads.incrementAndGet();
        throw new SchemaNotFoundException("no such key");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
