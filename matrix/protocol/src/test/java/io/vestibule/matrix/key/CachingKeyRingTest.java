package io.vestibule.matrix.key;

import static io.vestibule.matrix.key.KeyCast.A;
import static io.vestibule.matrix.key.KeyCast.DAY;
import static io.vestibule.matrix.key.KeyCast.answer;
import static io.vestibule.matrix.key.KeyCast.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachingKeyRingTest {

    private static final KeyRingLimits LIMITS =
            new KeyRingLimits(3, 2, Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(10));

    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private final AtomicInteger fetches = new AtomicInteger();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Function<KeyRequest, KeyFetch> network = request -> new KeyFetch.Failed("unplugged");
    private final AtomicInteger heldBack = new AtomicInteger();
    private final CachingKeyRing ring = new CachingKeyRing(
            request -> {
                fetches.incrementAndGet();
                return network.apply(request);
            },
            () -> Instant.ofEpochMilli(now.get()),
            LIMITS,
            executor,
            heldBack::incrementAndGet);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void a_key_is_fetched_once_and_then_remembered() {
        // Given
        network = request -> fetched("one");
        // When
        KeyLookup first = ring.lookup(forRequest("one"));
        KeyLookup second = ring.lookup(forRequest("one"));
        // Then
        assertThat(first).isInstanceOf(KeyLookup.Found.class).isEqualTo(second);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void many_who_ask_at_once_wait_for_one_fetch() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        network = request -> {
            asked.countDown();
            awaitQuietly(release);
            return fetched("one");
        };
        // When
        List<Future<KeyLookup>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(executor.submit(() -> ring.lookup(forRequest("one"))));
        }
        asked.await();
        release.countDown();
        // Then
        for (Future<KeyLookup> answer : waiting) {
            assertThat(answer.get()).isInstanceOf(KeyLookup.Found.class);
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void made_up_key_ids_cost_no_second_fetch_until_the_pause_is_over() {
        // Given
        network = request -> fetched("one");
        ring.lookup(forRequest("one"));
        // When
        KeyLookup madeUp = ring.lookup(forRequest("made-up"));
        now.addAndGet(LIMITS.pause().toMillis());
        KeyLookup later = ring.lookup(forRequest("made-up"));
        // Then
        assertThat(madeUp).isEqualTo(new KeyLookup.NotValid(A));
        assertThat(later).isEqualTo(new KeyLookup.NotValid(A));
        assertThat(fetches).hasValue(2);
        assertThat(heldBack).hasValue(1);
    }

    @Test
    void a_new_key_of_a_known_server_is_fetched() {
        // Given
        ring.learn(answer(A, now.get() + DAY, now.get(), "one"));
        network = request -> fetched("one", "two");
        // When
        KeyLookup found = ring.lookup(forRequest("two"));
        // Then
        assertThat(found).isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void a_server_that_fails_is_left_alone_for_longer_each_time() {
        // Given
        List<Long> askedAfter = new ArrayList<>();
        long start = now.get();
        // When
        for (int second = 0; second <= 40; second++) {
            int before = fetches.get();
            ring.lookup(forRequest("one"));
            if (fetches.get() > before) {
                askedAfter.add((now.get() - start) / 1000);
            }
            now.addAndGet(1000);
        }
        // Then
        assertThat(askedAfter).containsExactly(0L, 2L, 6L, 14L, 24L, 34L);
    }

    @Test
    void a_failure_is_remembered_with_its_reason_and_forgotten_after_a_success() {
        // Given
        KeyLookup failed = ring.lookup(forRequest("one"));
        KeyLookup again = ring.lookup(forRequest("one"));
        now.addAndGet(2000);
        network = request -> fetched("one");
        // When
        KeyLookup found = ring.lookup(forRequest("one"));
        // Then
        assertThat(failed).isEqualTo(new KeyLookup.Unavailable(A, "unplugged"));
        assertThat(again).isEqualTo(new KeyLookup.Unavailable(A, "unplugged (not tried again yet)"));
        assertThat(found).isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void when_half_of_an_answers_life_is_over_it_is_still_used_and_renewed_behind() {
        // Given
        ring.learn(answer(A, now.get() + DAY, now.get(), "one"));
        now.addAndGet(DAY / 2 + 1);
        CountDownLatch release = new CountDownLatch(1);
        network = request -> {
            awaitQuietly(release);
            return fetched("one");
        };
        // When
        KeyLookup found = ring.lookup(forRequest("one"));
        release.countDown();
        // Then
        assertThat(found).isInstanceOf(KeyLookup.Found.class);
        await().untilAsserted(() -> assertThat(fetches).hasValue(1));
        now.addAndGet(DAY / 2);
        await().untilAsserted(() -> assertThat(ring.lookup(forRequest("one"))).isInstanceOf(KeyLookup.Found.class));
    }

    @Test
    void a_key_still_serves_while_its_server_is_down_and_not_after_its_time() {
        // Given
        ring.learn(answer(A, now.get() + DAY, now.get(), "one"));
        // When
        now.addAndGet(DAY);
        KeyLookup inTime = ring.lookup(forRequest("one"));
        now.addAndGet(1);
        KeyLookup late = ring.lookup(forRequest("one"));
        // Then
        assertThat(inTime).isInstanceOf(KeyLookup.Found.class);
        assertThat(late).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void an_event_from_beyond_the_next_seven_days_costs_no_fetch() {
        // Given
        network = request -> fetched("one");
        // When
        KeyLookup answer = ring.lookup(KeyRequest.forEvent(A, Set.of(id("one")), now.get() + 7 * DAY + 1));
        // Then
        assertThat(answer).isEqualTo(new KeyLookup.NotValid(A));
        assertThat(fetches).hasValue(0);
    }

    @Test
    void strangers_can_start_only_so_many_fetches_and_known_servers_are_not_held_up() throws Exception {
        // Given
        ring.learn(answer(A, now.get() + DAY, now.get(), "one"));
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        network = request -> {
            if (request.server().equals(A)) {
                return fetched("two");
            }
            started.countDown();
            awaitQuietly(release);
            return new KeyFetch.Failed("slow");
        };
        executor.submit(() -> ring.lookup(of(ServerName.of("s1.example"))));
        executor.submit(() -> ring.lookup(of(ServerName.of("s2.example"))));
        started.await();
        // When
        KeyLookup stranger = ring.lookup(of(ServerName.of("s3.example")));
        KeyLookup known = ring.lookup(forRequest("two"));
        release.countDown();
        // Then
        assertThat(stranger)
                .isInstanceOfSatisfying(
                        KeyLookup.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).contains("at once"));
        assertThat(known).isInstanceOf(KeyLookup.Found.class);
        assertThat(heldBack).hasValue(1);
        await().untilAsserted(() -> assertThat(ring.lookup(of(ServerName.of("s4.example"))))
                .isEqualTo(new KeyLookup.Unavailable(ServerName.of("s4.example"), "slow")));
    }

    @Test
    void what_was_used_longest_ago_is_forgotten_first_and_failures_push_out_no_keys() {
        // Given
        network = request -> request.server().value().startsWith("dead")
                ? new KeyFetch.Failed("dead")
                : new KeyFetch.Fetched(List.of(answer(request.server(), now.get() + DAY, now.get(), "one")));
        for (String server : List.of("s1.example", "s2.example", "s3.example")) {
            ring.lookup(of(ServerName.of(server)));
        }
        for (int i = 0; i < 10; i++) {
            ring.lookup(of(ServerName.of("dead" + i + ".example")));
        }
        ring.lookup(of(ServerName.of("s1.example")));
        ring.lookup(of(ServerName.of("s4.example")));
        int before = fetches.get();
        // When
        ring.lookup(of(ServerName.of("s1.example")));
        ring.lookup(of(ServerName.of("s3.example")));
        ring.lookup(of(ServerName.of("s2.example")));
        // Then
        assertThat(fetches).hasValue(before + 1);
    }

    @Test
    void an_answer_about_another_server_is_not_taken_in() {
        // Given
        network = request ->
                new KeyFetch.Fetched(List.of(answer(ServerName.of("b.example"), now.get() + DAY, now.get(), "one")));
        // When
        KeyLookup answer = ring.lookup(forRequest("one"));
        // Then
        assertThat(answer).isEqualTo(new KeyLookup.NotValid(A));
    }

    @Test
    void a_fetch_that_breaks_ends_the_wait_and_backs_off() {
        // Given
        network = request -> {
            throw new IllegalStateException("bug");
        };
        // When, Then
        assertThatThrownBy(() -> ring.lookup(forRequest("one"))).hasRootCauseMessage("bug");
        assertThat(ring.lookup(forRequest("one"))).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void an_interrupt_ends_the_wait_and_is_kept() {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        network = request -> {
            awaitQuietly(release);
            return fetched("one");
        };
        // When
        Thread.currentThread().interrupt();
        KeyLookup answer = ring.lookup(forRequest("one"));
        boolean interrupted = Thread.interrupted();
        release.countDown();
        // Then
        assertThat(answer).isInstanceOf(KeyLookup.Unavailable.class);
        assertThat(interrupted).isTrue();
    }

    private KeyFetch fetched(String... versions) {
        return new KeyFetch.Fetched(List.of(answer(A, now.get() + DAY, now.get(), versions)));
    }

    private KeyRequest forRequest(String version) {
        return KeyRequest.forRequest(A, Set.of(id(version)), now.get());
    }

    private KeyRequest of(ServerName server) {
        return KeyRequest.forRequest(server, Set.of(id("one")), now.get());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
