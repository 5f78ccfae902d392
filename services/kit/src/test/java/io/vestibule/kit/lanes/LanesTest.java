package io.vestibule.kit.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LanesTest {
    private static final Object OWNER = new Object();

    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void orders_of_one_lane_run_one_after_another_and_in_order() {
        // Given
        Lanes lanes = new Lanes(100, 50);
        AtomicInteger atOnce = new AtomicInteger();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        List<Integer> clashes = Collections.synchronizedList(new ArrayList<>());

        // When
        IntStream.range(0, 200)
                .forEach(n -> lanes.submit(task("room", true, () -> {
                    if (atOnce.incrementAndGet() > 1) {
                        clashes.add(n);
                    }
                    Thread.yield();
                    seen.add(n);
                    atOnce.decrementAndGet();
                })));

        // Then
        await().untilAsserted(() ->
                assertThat(seen).isEqualTo(IntStream.range(0, 200).boxed().toList()));
        assertThat(clashes).isEmpty();
        await().untilAsserted(() -> assertThat(lanes.held()).isZero());
    }

    @Test
    void a_slow_lane_delays_no_other() {
        // Given
        Lanes lanes = new Lanes(10, 5);
        lanes.submit(waiting("slow", true));
        lanes.submit(waiting("slow", true));

        // When
        lanes.submit(named("fast", true));

        // Then
        await().untilAsserted(() -> assertThat(started).contains("fast"));
        gate.countDown();
    }

    @Test
    void orders_without_a_lane_wait_for_no_other() {
        // Given
        Lanes lanes = new Lanes(10, 5);
        CountDownLatch both = new CountDownLatch(2);
        Runnable meets = () -> {
            both.countDown();
            quietly(both);
            started.add("met");
        };

        // When
        lanes.submit(task(null, true, meets));
        lanes.submit(task(null, true, meets));

        // Then
        await().untilAsserted(() -> assertThat(started).containsExactly("met", "met"));
    }

    @Test
    void background_orders_leave_room_for_interactive_ones() {
        // Given
        Lanes lanes = new Lanes(4, 2);
        IntStream.range(0, 10).forEach(n -> lanes.submit(waiting("background-" + n, false)));
        await().untilAsserted(() -> assertThat(started).hasSize(2));

        // When
        lanes.submit(named("interactive", true));

        // Then
        await().untilAsserted(() -> assertThat(started).contains("interactive"));
        assertThat(lanes.use().runningInBackground()).isEqualTo(2);
        gate.countDown();
        await().untilAsserted(() -> assertThat(lanes.held()).isZero());
        assertThat(started).hasSize(11);
    }

    @Test
    void an_interactive_order_lends_its_urgency_to_the_background_order_before_it_in_its_lane() {
        // Given
        Lanes lanes = new Lanes(4, 1);
        lanes.submit(waiting("other", false));
        lanes.submit(named("room", false));

        // When
        lanes.submit(named("room", true));

        // Then
        await().untilAsserted(() -> assertThat(started).containsSubsequence("room", "room"));
        gate.countDown();
    }

    @Test
    void never_more_orders_run_than_allowed() {
        // Given
        Lanes lanes = new Lanes(3, 3);

        // When
        IntStream.range(0, 20).forEach(n -> lanes.submit(waiting("lane-" + n, true)));

        // Then
        await().untilAsserted(() -> assertThat(started).hasSize(3));
        assertThat(lanes.use()).isEqualTo(new LaneUse(20, 3, 0));
        gate.countDown();
        await().untilAsserted(() -> assertThat(lanes.held()).isZero());
    }

    @Test
    void cancelling_an_owner_interrupts_what_runs_and_drops_what_waits() throws Exception {
        // Given
        Lanes lanes = new Lanes(10, 5);
        Object lost = new Object();
        Ticket running = new Ticket(false);
        CountDownLatch began = new CountDownLatch(1);
        lanes.submit(new LaneTask(lost, "room", true, running, () -> {
            began.countDown();
            quietly(gate);
            started.add("interrupted");
        }));
        lanes.submit(new LaneTask(lost, "room", true, new Ticket(false), () -> started.add("dropped")));
        lanes.submit(named("kept", true));
        quietly(began);

        // When
        List<Thread> unwinding = lanes.cancel(lost);

        // Then
        Lanes.await(unwinding, java.time.Duration.ofSeconds(10));
        await().untilAsserted(() -> assertThat(started).containsExactlyInAnyOrder("interrupted", "kept"));
        assertThat(running.isCancelled()).isTrue();
        await().untilAsserted(() -> assertThat(lanes.held()).isZero());
    }

    @Test
    void an_order_past_its_point_of_no_return_is_left_to_end() throws Exception {
        // Given
        Lanes lanes = new Lanes(10, 5);
        Object lost = new Object();
        Ticket ticket = new Ticket(false);
        CountDownLatch passed = new CountDownLatch(1);
        lanes.submit(new LaneTask(lost, "room", true, ticket, () -> {
            try {
                ticket.passPointOfNoReturn();
                passed.countDown();
                gate.await();
                started.add("ended in peace");
            } catch (InterruptedException interrupted) {
                started.add("interrupted");
            }
        }));
        quietly(passed);

        // When
        List<Thread> unwinding = lanes.cancel(lost);
        gate.countDown();

        // Then
        assertThat(unwinding).isEmpty();
        await().untilAsserted(() -> assertThat(started).containsExactly("ended in peace"));
    }

    private LaneTask waiting(String name, boolean interactive) {
        return task(name, interactive, () -> {
            started.add(name);
            quietly(gate);
        });
    }

    private LaneTask named(String name, boolean interactive) {
        return task(name, interactive, () -> started.add(name));
    }

    private static LaneTask task(@Nullable String lane, boolean interactive, Runnable body) {
        return new LaneTask(OWNER, lane, interactive, new Ticket(false), body);
    }

    private static void quietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
