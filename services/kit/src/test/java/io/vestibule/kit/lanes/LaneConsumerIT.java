package io.vestibule.kit.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.testkit.broker.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class LaneConsumerIT {

    private static TestBroker broker;

    @BeforeAll
    static void startBroker(@TempDir Path directory) {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void everything_is_done_once_and_the_commit_passes_the_transaction_marker() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "once", 1);
        bench.order(0, orders("a", 500));
        bench.order(0, orders("b", 500));

        // When
        try (LaneConsumer worker = bench.worker("one", bench.hangingOn(order -> false))) {
            // Then
            soon().untilAsserted(() -> assertThat(bench.done).hasSize(1_000).doesNotHaveDuplicates());
            soon().untilAsserted(() -> assertThat(bench.committed(0).offset()).isEqualTo(1_002));
            assertThat(worker.isRunning()).isTrue();
        }
    }

    @Test
    void an_order_that_a_person_waits_for_is_read_and_done_behind_hundreds_of_hanging_background_orders()
            throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "flood", 1);
        bench.order(0, orders("background", 300));
        bench.order(0, List.of("person"));

        // When
        try (LaneConsumer worker = bench.worker(
                "one",
                bench.hangingOn(order -> order.startsWith("background")),
                kafkaRecord -> new DecodedOrder.Order<>(
                        LaneBench.text(kafkaRecord.value()),
                        null,
                        LaneBench.text(kafkaRecord.value()).equals("person")))) {
            // Then
            soon().untilAsserted(() -> assertThat(bench.done).containsExactly("person"));
            assertThat(worker.use().runningInBackground()).isEqualTo(50);
        }
    }

    @Test
    void an_order_that_an_earlier_owner_may_have_begun_says_so() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "repeated", 1);
        bench.order(0, List.of("before"));
        Map<String, Boolean> repeated = new ConcurrentHashMap<>();

        // When
        try (LaneConsumer worker = bench.worker(null, (order, ticket) -> {
            repeated.put(order, ticket.mayBeRepeated());
            return CompletableFuture.completedFuture(null);
        })) {
            soon().untilAsserted(() -> assertThat(repeated).containsKey("before"));
            bench.order(0, List.of("after"));

            // Then
            soon().untilAsserted(() -> assertThat(repeated).isEqualTo(Map.of("before", true, "after", false)));
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void after_a_takeover_only_what_was_unfinished_is_done_again() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "takeover", 1);
        bench.order(0, orders("a", 200));
        LaneConsumer first = bench.worker("same", bench.hangingOn(order -> order.equals("a0") || order.equals("a100")));
        soon().untilAsserted(() -> assertThat(bench.done).hasSize(198));
        soon().untilAsserted(() -> assertThat(bits(bench)).isEqualTo(198));

        // When
        try (LaneConsumer second = bench.worker("same", bench.hangingOn(order -> false))) {
            // Then
            soon().untilAsserted(() -> assertThat(bench.done).hasSize(200));
            assertThat(bench.done).doesNotHaveDuplicates().contains("a0", "a100");
            soon().untilAsserted(() -> assertThat(bench.committed(0).offset()).isEqualTo(201));
            soon().untilAsserted(() -> assertThat(first.failure()).containsInstanceOf(FencedInstanceIdException.class));
        }
        assertThat(bench.cancelled).containsExactlyInAnyOrder("a0", "a100");
        first.close();
    }

    @Test
    void a_second_worker_takes_over_the_running_orders_of_the_partitions_that_move() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "moves", 2);
        bench.order(0, orders("p0-", 20));
        bench.order(1, orders("p1-", 20));
        AtomicBoolean hang = new AtomicBoolean(true);
        LaneConsumer first = bench.worker("w1", bench.hangingOn(order -> hang.get() && order.endsWith("-7")));
        soon().untilAsserted(() -> assertThat(bench.done).hasSize(38));

        // When
        hang.set(false);
        try (LaneConsumer second = bench.worker("w2", bench.hangingOn(order -> false))) {
            // Then
            soon().untilAsserted(() -> assertThat(bench.cancelled).hasSize(1));
            soon().untilAsserted(() -> assertThat(bench.done).hasSize(39));
            assertThat(bench.done).doesNotHaveDuplicates();
            first.close(Duration.ZERO, GroupMembershipOperation.LEAVE_GROUP);
            soon().untilAsserted(() -> assertThat(bench.done).hasSize(40));
            assertThat(bench.done).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_late_result_of_a_partition_that_was_lost_finishes_nothing() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "late", 1);
        bench.order(0, List.of("late"));
        CompletableFuture<Void> acknowledgement = new CompletableFuture<>();
        LaneConsumer first = bench.worker("late", (order, ticket) -> {
            bench.begun.add(order);
            return acknowledgement;
        });
        soon().untilAsserted(() -> assertThat(bench.begun).hasSize(1));

        // When
        first.close(Duration.ZERO, GroupMembershipOperation.DEFAULT);
        acknowledgement.complete(null);

        // Then
        assertThat(bench.committed(0).offset()).isZero();
        try (LaneConsumer second = bench.worker("late", bench.hangingOn(order -> false))) {
            soon().untilAsserted(() -> assertThat(bench.done).containsExactly("late"));
        }
    }

    @Test
    void a_result_that_cannot_be_delivered_stops_the_consumer_instead_of_losing_the_order() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "undelivered", 1);
        bench.order(0, List.of("order"));

        // When
        try (LaneConsumer worker = bench.worker(
                null, (order, ticket) -> CompletableFuture.failedFuture(new IllegalStateException("no broker")))) {
            // Then
            soon().untilAsserted(() -> assertThat(worker.failure()).isPresent());
            assertThat(worker.isRunning()).isFalse();
        }
        assertThat(bench.committed(0).offset()).isZero();
    }

    @Test
    void bad_records_and_bugs_go_to_the_dead_letters_and_the_partition_goes_on() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "bad", 1);
        bench.order(0, List.of("bad", "bug", "good"));
        OrderHandler<String> handler = (order, ticket) -> {
            if (order.equals("bug")) {
                throw new IllegalStateException("a bug");
            }
            return bench.hangingOn(none -> false).handle(order, ticket);
        };

        // When
        try (LaneConsumer worker = bench.worker(null, handler)) {
            // Then
            soon().untilAsserted(() -> assertThat(bench.done).containsExactly("good"));
            soon().untilAsserted(() -> assertThat(bench.committed(0).offset()).isEqualTo(4));
            assertThat(bench.buried)
                    .containsExactlyInAnyOrder("bad: not an order", "bug: the order could not be carried out");
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void a_record_that_cannot_be_read_at_the_moment_holds_its_partition_and_is_read_again() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "not-now", 1);
        bench.order(0, orders("a", 10));
        AtomicInteger refusals = new AtomicInteger(3);
        OrderDecoder<String> decoder =
                kafkaRecord -> LaneBench.text(kafkaRecord.value()).equals("a4") && refusals.getAndDecrement() > 0
                        ? new DecodedOrder.NotNow<>("the registry is down")
                        : bench.plain(kafkaRecord);

        // When
        try (LaneConsumer worker = bench.worker(null, bench.hangingOn(order -> false), decoder)) {
            // Then
            soon().untilAsserted(() -> assertThat(bench.done).hasSize(10).doesNotHaveDuplicates());
            assertThat(bench.buried).isEmpty();
            assertThat(refusals.get()).isNegative();
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void closing_lets_running_orders_end_and_leaves_waiting_ones_to_the_next_owner() throws Exception {
        // Given
        LaneBench bench = new LaneBench(broker, "drain", 1);
        bench.order(0, List.of("slow", "slow"));
        CountDownLatch release = new CountDownLatch(1);
        LaneConsumer worker = bench.worker("drained", (order, ticket) -> {
            bench.begun.add(order);
            release.await();
            return bench.hangingOn(none -> false).handle(order, ticket);
        });
        soon().untilAsserted(() -> assertThat(bench.begun).hasSize(1));

        // When
        Thread closing = Thread.ofVirtual().start(worker::close);
        soon().until(() -> closing.getState() == Thread.State.WAITING);
        release.countDown();
        closing.join();

        // Then
        assertThat(bench.done).hasSize(1);
        assertThat(bench.committed(0).offset()).isEqualTo(1);
    }

    private static int bits(LaneBench bench) throws Exception {
        return FinishedBits.decode(bench.committed(0).metadata()).orElseThrow().cardinality();
    }

    private static List<String> orders(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
