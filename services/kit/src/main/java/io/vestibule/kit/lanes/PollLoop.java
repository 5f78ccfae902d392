package io.vestibule.kit.lanes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that talks to the consumer: polls, hands over, pauses, commits.
 *
 * <p>It never waits for an order, so it keeps its place in the group however slow the orders are.
 */
final class PollLoop<T> implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private record Stop(long drainUntil, GroupMembershipOperation membership) {}

    private final LaneSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final LaneWork<T> work;
    private final Lanes lanes;
    private final Assignments assignments;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private long nextCommit;

    PollLoop(LaneSettings settings, Consumer<byte[], byte[]> consumer, LaneWork<T> work) {
        this.settings = settings;
        this.consumer = consumer;
        this.work = work;
        this.lanes = new Lanes(settings.bounds().maxRunning(), settings.bounds().maxBackground());
        this.assignments = new Assignments(consumer, lanes, settings.pace().unwind());
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(settings.topic()), assignments);
            while (stop.get() == null && failure.get() == null) {
                turn();
            }
            drain();
        } catch (Throwable failed) {
            failure.compareAndSet(null, failed);
        } finally {
            close();
        }
    }

    void stop(Duration drain, GroupMembershipOperation membership) {
        if (stop.compareAndSet(null, new Stop(System.nanoTime() + drain.toNanos(), membership))) {
            lanes.stopStarting();
            consumer.wakeup();
        }
    }

    LaneUse use() {
        return lanes.use();
    }

    Map<MetricName, ? extends Metric> metrics() {
        return consumer.metrics();
    }

    boolean hasJoined() {
        return assignments.hasJoined() && failure.get() == null;
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void turn() {
        ConsumerRecords<byte[], byte[]> records = poll();
        for (TopicPartition partition : records.partitions()) {
            Assignment assignment = assignments.of(partition);
            if (assignment != null) {
                deliver(assignment, records.records(partition));
            }
        }
        assignments.drainFinished();
        assignments.all().forEach(this::passTrailingGap);
        regulate();
        commitWhenDue();
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(settings.pace().poll());
        } catch (WakeupException wokenToStop) {
            return ConsumerRecords.empty();
        }
    }

    private void deliver(Assignment assignment, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> kafkaRecord : records) {
            if (!deliver(assignment, kafkaRecord)) {
                return;
            }
        }
    }

    private boolean deliver(Assignment assignment, ConsumerRecord<byte[], byte[]> kafkaRecord) {
        return switch (work.decoder().decode(kafkaRecord)) {
            case DecodedOrder.NotNow<T> notNow -> {
                hold(assignment, kafkaRecord.offset(), notNow.reason());
                yield false;
            }
            case DecodedOrder.Bad<T> bad -> {
                if (assignment.window().arrived(kafkaRecord.offset())) {
                    bury(assignment, kafkaRecord, bad.reason(), bad.cause());
                }
                yield true;
            }
            case DecodedOrder.Order<T> order -> {
                if (assignment.window().arrived(kafkaRecord.offset())) {
                    submit(assignment, kafkaRecord, order);
                }
                yield true;
            }
        };
    }

    private void hold(Assignment assignment, long offset, String reason) {
        consumer.seek(assignment.partition(), offset);
        assignment.holdUntil(System.nanoTime() + settings.pace().retry().toNanos());
        log.atWarn()
                .addKeyValue("topic", assignment.partition().topic())
                .addKeyValue("partition", assignment.partition().partition())
                .addKeyValue("offset", offset)
                .addKeyValue("reason", reason)
                .log("order cannot be read at the moment, its partition waits");
    }

    private void submit(
            Assignment assignment, ConsumerRecord<byte[], byte[]> kafkaRecord, DecodedOrder.Order<T> order) {
        Ticket ticket = new Ticket(assignment.mayBeRepeated(kafkaRecord.offset()), kafkaRecord.headers());
        Runnable body = () -> carryOut(assignment, kafkaRecord, order.value(), ticket);
        lanes.submit(new LaneTask(assignment, order.lane(), order.interactive(), ticket, body));
    }

    private void carryOut(Assignment assignment, ConsumerRecord<byte[], byte[]> kafkaRecord, T order, Ticket ticket) {
        try {
            work.handler().handle(order, ticket).whenComplete((acknowledged, lost) -> {
                if (lost == null) {
                    assignments.finished(assignment, kafkaRecord.offset());
                } else {
                    fail(lost);
                }
            });
        } catch (InterruptedException | RuntimeException thrown) {
            // An order that was cancelled may unwind with any exception; it will be delivered again.
            if (!ticket.isCancelled()) {
                bury(assignment, kafkaRecord, "the order could not be carried out", thrown);
            }
        } catch (Error fatal) {
            fail(fatal);
        }
    }

    private void bury(
            Assignment assignment,
            ConsumerRecord<byte[], byte[]> kafkaRecord,
            String reason,
            @Nullable Throwable cause) {
        log.atWarn()
                .addKeyValue("topic", kafkaRecord.topic())
                .addKeyValue("partition", kafkaRecord.partition())
                .addKeyValue("offset", kafkaRecord.offset())
                .addKeyValue("reason", reason)
                .setCause(cause)
                .log("record goes to the dead letters");
        work.deadLetters().bury(kafkaRecord, reason, cause).whenComplete((acknowledged, lost) -> {
            if (lost == null) {
                assignments.finished(assignment, kafkaRecord.offset());
            } else {
                fail(lost);
            }
        });
    }

    private void fail(Throwable lost) {
        if (failure.compareAndSet(null, lost)) {
            consumer.wakeup();
        }
    }

    /** Transaction markers behind the last record are never delivered; the consumer's position shows that they passed. */
    private void passTrailingGap(Assignment assignment) {
        if (!assignment.window().isSet() || assignment.window().span() > 0) {
            return;
        }
        try {
            assignment.window().reached(consumer.position(assignment.partition(), Duration.ZERO));
        } catch (org.apache.kafka.common.errors.TimeoutException positionNotKnownYet) {
            log.atDebug().log("position not known yet");
        }
    }

    /** Pause state is not remembered: what was just assigned arrives un-paused. */
    private void regulate() {
        boolean full = lanes.held() >= settings.bounds().pauseAt();
        long now = System.nanoTime();
        for (Assignment assignment : assignments.all()) {
            boolean paused =
                    full || assignment.window().span() >= settings.bounds().window() || assignment.isHeld(now);
            List<TopicPartition> partition = List.of(assignment.partition());
            if (paused) {
                consumer.pause(partition);
            } else {
                consumer.resume(partition);
            }
        }
    }

    private void commitWhenDue() {
        long now = System.nanoTime();
        if (now - nextCommit >= 0) {
            assignments.commitAsync();
            nextCommit = now + settings.pace().commit().toNanos();
        }
    }

    private void drain() {
        Stop asked = stop.get();
        if (asked == null) {
            return;
        }
        while (lanes.use().running() > 0 && System.nanoTime() - asked.drainUntil() < 0 && failure.get() == null) {
            consumer.pause(consumer.assignment());
            ConsumerRecords<byte[], byte[]> ignored = poll();
            if (!ignored.isEmpty()) {
                log.atDebug().addKeyValue("records", ignored.count()).log("records left for the next owner");
            }
            assignments.drainFinished();
            commitWhenDue();
        }
    }

    private void close() {
        failure().ifPresent(cause -> log.atError().setCause(cause).log("lane consumer stopped by a failure"));
        Stop asked = stop.get();
        GroupMembershipOperation membership = asked == null ? GroupMembershipOperation.DEFAULT : asked.membership();
        try {
            lanes.stopStarting();
            assignments.endAll();
            lanes.abandonAll();
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(membership));
        }
    }
}
