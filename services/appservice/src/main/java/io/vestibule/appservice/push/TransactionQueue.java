package io.vestibule.appservice.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.AppserviceConfig;
import io.vestibule.kit.lanes.DeadLetters;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.serde.BadRecordException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one application service, in order and one at a time, each until it is taken. Runs a thread of its own, so
 * that a service that is down holds up nobody else; while it waits it goes on polling, to keep its place in the group.
 */
public final class TransactionQueue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TransactionQueue.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POLL_AT_LEAST_EVERY = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final AppserviceId service;
    private final byte[] key;
    private final Source source;
    private final Delivering delivering;
    private final DeadLetters deadLetters;
    private final Backoff backoff;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable TopicPartition home;
    private long assignments;
    private long polledAt;
    private volatile long backlog;

    /**
     * Where the events come from.
     *
     * @param topic the topic under its full name
     * @param consumers makes a consumer in the service's group
     * @param values reads the records
     */
    public record Source(
            String topic, Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<AppserviceEvent> values) {}

    TransactionQueue(
            AppserviceId service,
            Source source,
            Delivering delivering,
            DeadLetters deadLetters,
            AppserviceConfig.Retries retries) {
        this.service = service;
        this.key = service.value().getBytes(UTF_8);
        this.source = source;
        this.delivering = delivering;
        this.deadLetters = deadLetters;
        this.backoff = new Backoff(retries.first(), retries.longest());
        this.thread = Thread.ofPlatform().name("appservice-" + service).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** @return how many events wait, as far as is known */
    public long backlog() {
        return backlog;
    }

    /** @return whether it works, or waits for its turn */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Gives the transaction under way a moment, then stops; what was not taken comes again. Twice is once. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(DRAIN)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped()) {
            try (Consumer<byte[], byte[]> consumer = source.consumers().get()) {
                serve(consumer);
            } catch (InterruptException | InterruptedException stopping) {
                return;
            } catch (RuntimeException failed) {
                log.atWarn()
                        .addKeyValue(LogKeys.APPSERVICE, service)
                        .setCause(failed)
                        .log("the queue of an application service begins anew");
                pause();
            }
        }
    }

    private void serve(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        int partitions = consumer.partitionsFor(source.topic()).size();
        home = new TopicPartition(source.topic(), RoomPartitions.of(service.value(), partitions));
        consumer.subscribe(List.of(source.topic()), new Places(consumer));
        while (!stopped()) {
            List<ConsumerRecord<byte[], byte[]>> batch = poll(consumer, POLL).records(home);
            long known = assignments;
            for (int i = 0; i < batch.size() && isMine(known); i++) {
                backlog = batch.size() - i + lag(consumer);
                take(consumer, batch.get(i), known);
            }
            backlog = lag(consumer);
        }
    }

    /** What lies behind the batch at hand; 0 where the partition is not ours, or not yet. */
    private long lag(Consumer<byte[], byte[]> consumer) {
        return consumer.assignment().contains(home())
                ? consumer.currentLag(home()).orElse(0)
                : 0;
    }

    private void take(Consumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> read, long known)
            throws InterruptedException {
        if (Arrays.equals(read.key(), key) && !settle(consumer, read, known)) {
            return;
        }
        try {
            consumer.commitSync(Map.of(home(), new OffsetAndMetadata(read.offset() + 1)));
        } catch (CommitFailedException | RebalanceInProgressException moved) {
            log.atDebug().setCause(moved).log("a taken event is not committed and will be sent again");
        }
    }

    /** Whether the record is done with; false when it is not ours any more. */
    private boolean settle(Consumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> read, long known)
            throws InterruptedException {
        while (isMine(known)) {
            breathe(consumer);
            if (isMine(known) && attempt(read)) {
                backoff.succeeded();
                return true;
            }
            wait(consumer, backoff.afterFailure(), known);
        }
        return false;
    }

    private boolean attempt(ConsumerRecord<byte[], byte[]> read) throws InterruptedException {
        try {
            AppserviceEvent event = source.values().deserialize(read.topic(), read.headers(), read.value());
            if (event == null) {
                return true;
            }
            return delivering.attempt(Transaction.of(event), event);
        } catch (BadRecordException bad) {
            deadLetters
                    .bury(read, String.valueOf(bad.getMessage()), bad)
                    .toCompletableFuture()
                    .join();
            return true;
        } catch (KafkaException registry) {
            log.atWarn()
                    .addKeyValue(LogKeys.APPSERVICE, service)
                    .setCause(registry)
                    .log("an event cannot be read at the moment and waits");
            return false;
        }
    }

    /** Waits as a member of the group: polls without taking anything. */
    private void wait(Consumer<byte[], byte[]> consumer, Duration time, long known) {
        long until = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (left > 0 && isMine(known)) {
            pollIdly(consumer, Duration.ofNanos(Math.min(left, POLL.toNanos())));
            left = until - System.nanoTime();
        }
    }

    /** A long batch of slow transactions must not look like a consumer that is stuck. */
    private void breathe(Consumer<byte[], byte[]> consumer) {
        if (System.nanoTime() - polledAt > POLL_AT_LEAST_EVERY.toNanos()) {
            pollIdly(consumer, Duration.ZERO);
        }
    }

    private void pollIdly(Consumer<byte[], byte[]> consumer, Duration time) {
        consumer.pause(consumer.assignment());
        List<ConsumerRecord<byte[], byte[]>> early = poll(consumer, time).records(home());
        if (!early.isEmpty()) {
            consumer.seek(home(), early.getFirst().offset()); // assigned during this very poll, and not paused yet
        }
        if (consumer.assignment().contains(home())) {
            consumer.resume(List.of(home()));
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration time) {
        polledAt = System.nanoTime();
        return consumer.poll(time);
    }

    private boolean isMine(long known) {
        return known == assignments && !stopped();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private TopicPartition home() {
        if (home == null) {
            throw new IllegalStateException("the queue has not begun");
        }
        return home;
    }

    private void pause() {
        try {
            stop.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the one partition of the service's key; the group's other partitions are nobody's business. */
    private final class Places implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> consumer;

        Places(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            consumer.pause(added.stream()
                    .filter(partition -> !partition.equals(home()))
                    .toList());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            if (gone.contains(home())) {
                assignments++;
            }
        }
    }
}
