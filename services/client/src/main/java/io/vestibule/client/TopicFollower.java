package io.vestibule.client;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.serde.BadRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Hands over the records of a topic as they are written, one after another on a thread of its own, without a consumer group.
 * Only committed records are seen. Thread-safe.
 *
 * <p>A record that is no record of its topic is passed over and told to {@link Handler#unreadable}. While the schema registry
 * cannot be reached the follower waits and tries again; a refusal by the broker ends it, see {@link #ended}.
 */
public final class TopicFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Where to begin. */
    public enum From {
        /** At the oldest record that the topic still has. */
        START,
        /** At the end that the topic has when the follower is opened. */
        END
    }

    /**
     * Takes the records. An exception from it ends the follower.
     *
     * @param <V> a record's value
     */
    @FunctionalInterface
    public interface Handler<V> {

        /**
         * @param read the record, its value null for a tombstone; records of one partition come in their order
         * @throws InterruptedException if it was interrupted; the follower ends
         */
        void read(ConsumerRecord<byte[], V> read) throws InterruptedException;

        /** A record was passed over, because its bytes are no record of the topic. */
        default void unreadable(String topic, int partition, long offset, String reason) {}
    }

    private final Connection connection;
    private final AutoCloseable finish;
    private final Loop<?> loop;
    private final Thread thread;

    private <V> TopicFollower(Connection connection, AutoCloseable finish, Loop<V> loop, String name) {
        this.connection = connection;
        this.finish = finish;
        this.loop = loop;
        this.thread = Thread.ofPlatform().daemon().name("vestibule-" + name).unstarted(loop::run);
    }

    /**
     * Connects, fixes where to begin, and starts.
     *
     * @param topic as in the catalogue, without a deployment's prefix
     * @throws NotConnectedException if broker, registry or topic cannot be reached in time
     */
    public static <V extends SpecificRecord> TopicFollower open(
            ClientSettings settings, Topic<V> topic, From from, Handler<V> handler) {
        Connection connection = Connection.open(settings);
        return start(connection, connection, topic, beginAt(from), handler);
    }

    /**
     * The same, beginning with the first record of each partition that is not older than a time, by the records' own times.
     *
     * @param topic as in the catalogue, without a deployment's prefix
     * @throws NotConnectedException if broker, registry or topic cannot be reached in time
     */
    public static <V extends SpecificRecord> TopicFollower openSince(
            ClientSettings settings, Topic<V> topic, Instant since, Handler<V> handler) {
        Connection connection = Connection.open(settings);
        return start(
                connection,
                connection,
                topic,
                (consumer, partitions) -> Positions.assignSince(consumer, partitions, since),
                handler);
    }

    private static Beginning beginAt(From from) {
        return (consumer, partitions) -> Positions.assign(consumer, partitions, from);
    }

    /** Assigns partitions and fixes their positions. */
    @FunctionalInterface
    private interface Beginning {
        void assign(Consumer<?, ?> consumer, List<TopicPartition> partitions);
    }

    /** Follows over a connection that somebody else closes. */
    static <V extends SpecificRecord> TopicFollower over(
            Connection connection, Topic<V> topic, From from, Handler<V> handler) {
        return start(connection, () -> {}, topic, beginAt(from), handler);
    }

    private static <V extends SpecificRecord> TopicFollower start(
            Connection connection, AutoCloseable finish, Topic<V> catalogued, Beginning beginning, Handler<V> handler) {
        Topic<V> topic = connection.named(catalogued);
        Consumer<byte[], V> consumer = connection.consumer(topic);
        try {
            List<TopicPartition> partitions = Positions.partitionsOf(consumer, topic.name());
            beginning.assign(consumer, partitions);
            Loop<V> loop = new Loop<>(consumer, consumer.endOffsets(partitions), handler);
            TopicFollower follower = new TopicFollower(connection, finish, loop, topic.name());
            follower.thread.start();
            return follower;
        } catch (KafkaException failure) {
            Closing.quietly(consumer, finish);
            throw connection.refused(failure);
        }
    }

    /** @return completed when every record that was there at the opening has been handed over; fails if it ends before */
    public CompletableFuture<Void> caughtUp() {
        return loop.caughtUp.copy();
    }

    /** @return completed normally after {@link #close}, exceptionally when the follower cannot go on */
    public CompletableFuture<Void> ended() {
        return loop.ended.copy();
    }

    @Override
    public void close() {
        loop.stop();
        try {
            if (!Thread.currentThread().equals(thread)) {
                thread.join(CLOSING);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Closing.quietly(finish);
    }

    @Override
    public String toString() {
        return thread.getName() + " over " + connection;
    }

    /** What the thread does. */
    private static final class Loop<V> {

        private final Consumer<byte[], V> consumer;
        private final Map<TopicPartition, Long> ends;
        private final Handler<V> handler;
        private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile boolean stopping;

        Loop(Consumer<byte[], V> consumer, Map<TopicPartition, Long> ends, Handler<V> handler) {
            this.consumer = consumer;
            this.ends = Map.copyOf(ends);
            this.handler = handler;
        }

        void stop() {
            stopping = true;
            consumer.wakeup();
        }

        void run() {
            try (consumer) {
                while (!stopping) {
                    step();
                }
                finish(null);
            } catch (WakeupException stopped) {
                finish(null);
            } catch (InterruptedException | RuntimeException failure) {
                finish(failure);
            }
        }

        private void step() throws InterruptedException {
            if (!caughtUp.isDone() && Positions.reached(consumer, ends)) {
                caughtUp.complete(null);
            }
            try {
                for (ConsumerRecord<byte[], V> read : consumer.poll(POLL)) {
                    handler.read(read);
                }
            } catch (RecordDeserializationException unread) {
                passOverOrWait(unread);
            }
        }

        private void passOverOrWait(RecordDeserializationException unread) throws InterruptedException {
            TopicPartition at = unread.topicPartition();
            if (BadRecordException.isCauseOf(unread)) {
                handler.unreadable(at.topic(), at.partition(), unread.offset(), String.valueOf(unread.getCause()));
                consumer.seek(at, unread.offset() + 1);
            } else if (unread.getCause() instanceof RetriableException) {
                Thread.sleep(PAUSE);
            } else {
                throw unread;
            }
        }

        private void finish(@Nullable Throwable failure) {
            if (failure == null) {
                caughtUp.cancel(false);
                ended.complete(null);
            } else {
                caughtUp.completeExceptionally(failure);
                ended.completeExceptionally(failure);
            }
        }
    }
}
