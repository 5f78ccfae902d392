package io.vestibule.ingress.feed;

import io.vestibule.kit.log.LogKeys;
import io.vestibule.schemas.serde.BadRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a compacted topic from its start on a thread of its own, and lets others wait until all has been read that stood
 * there when they asked. Thread-safe.
 *
 * @param <V> the topic's value
 */
public final class FeedReader<V> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FeedReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POLL_WHILE_SOMEBODY_WAITS = Duration.ofMillis(10);
    private static final Duration ASK_ENDS = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Queue<CatchUp> asked = new ConcurrentLinkedQueue<>();
    private final CatchUp first = new CatchUp();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Consumer<String, byte[]> consumer;
    private final Feed<V> feed;
    private final Taker<V> taker;
    private final Thread reader;
    private volatile boolean failing;

    /** Takes the records in, one after the other. */
    @FunctionalInterface
    public interface Taker<V> {

        /**
         * @param key the record's key, empty for none
         * @param value the record, null for a deletion
         */
        void apply(String key, @Nullable V value);
    }

    /** Somebody who waits until the feed has been read up to where it ends now. */
    private static final class CatchUp {
        private final CompletableFuture<Void> reached = new CompletableFuture<>();
        private Map<TopicPartition, Long> ends = Map.of();
    }

    private FeedReader(Consumer<String, byte[]> consumer, Feed<V> feed, Taker<V> taker) {
        this.consumer = consumer;
        this.feed = feed;
        this.taker = taker;
        this.asked.add(first);
        this.reader =
                Thread.ofPlatform().name("feed-" + feed.topic()).daemon(true).unstarted(this::run);
    }

    static <V> FeedReader<V> start(Feed<V> feed, Taker<V> taker) {
        Consumer<String, byte[]> consumer = feed.consumer().get();
        List<TopicPartition> partitions = consumer.partitionsFor(feed.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("the topic " + feed.topic() + " does not exist");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        FeedReader<V> started = new FeedReader<>(consumer, feed, taker);
        started.reader.start();
        return started;
    }

    /** @return whether the last look at the topic failed */
    public boolean isFailing() {
        return failing;
    }

    /** @return whether everything has been read once that stood there at the start; never blocks */
    public boolean isRead() {
        return first.reached.isDone();
    }

    /**
     * Waits at the start only: a record may be followed by a newer one of the same key until then.
     *
     * @return whether everything that stood there at the start was read within the patience
     */
    public boolean awaitRead(Duration patience) {
        return isRead() || await(first, patience);
    }

    /** @return whether everything that stands there now was read within the patience */
    public boolean awaitEnd(Duration patience) {
        CatchUp catchUp = new CatchUp();
        asked.add(catchUp);
        consumer.wakeup();
        boolean reached = await(catchUp, patience);
        catchUp.reached.cancel(false); // or the feed is read in a hurry for somebody who has gone
        return reached;
    }

    private static boolean await(CatchUp catchUp, Duration patience) {
        try {
            catchUp.reached.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        stop.countDown();
        consumer.wakeup();
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<CatchUp> waiting = new ArrayList<>();
        try (consumer) {
            while (stop.getCount() > 0) {
                turn(waiting);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(List<CatchUp> waiting) throws InterruptedException {
        try {
            // Before the poll: while that waits at a broker for records, the broker answers nothing else.
            admit(waiting);
            waiting.removeIf(this::isOver);
            for (ConsumerRecord<String, byte[]> fetched :
                    consumer.poll(waiting.isEmpty() ? POLL : POLL_WHILE_SOMEBODY_WAITS)) {
                apply(fetched);
            }
            waiting.removeIf(this::isOver);
            failing = false;
        } catch (WakeupException e) {
            log.atTrace().addKeyValue(LogKeys.TOPIC, feed.topic()).log("a feed was woken");
        } catch (KafkaException e) {
            failing = true;
            log.atWarn().addKeyValue(LogKeys.TOPIC, feed.topic()).setCause(e).log("a feed cannot be read");
            stop.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void apply(ConsumerRecord<String, byte[]> fetched) {
        try {
            V value = feed.deserializer().deserialize(feed.topic(), fetched.headers(), fetched.value());
            taker.apply(fetched.key() == null ? "" : fetched.key(), value);
        } catch (BadRecordException e) {
            feed.unreadable().run();
            log.atWarn()
                    .addKeyValue(LogKeys.TOPIC, fetched.topic())
                    .addKeyValue(LogKeys.PARTITION, fetched.partition())
                    .addKeyValue(LogKeys.OFFSET, fetched.offset())
                    .setCause(e)
                    .log("an unreadable record of a feed was passed over");
        } catch (RuntimeException e) {
            // The registry could not be asked, which says nothing about the record: read it again.
            consumer.seek(new TopicPartition(fetched.topic(), fetched.partition()), fetched.offset());
            throw e instanceof KafkaException ? e : new KafkaException(e);
        }
    }

    private void admit(List<CatchUp> waiting) {
        asked.removeIf(catchUp -> catchUp.reached.isDone());
        if (asked.isEmpty()) {
            return;
        }
        List<CatchUp> fresh = new ArrayList<>(asked);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(consumer.assignment(), ASK_ENDS));
        fresh.forEach(catchUp -> catchUp.ends = ends);
        waiting.addAll(fresh);
        asked.removeAll(fresh);
    }

    private boolean isOver(CatchUp catchUp) {
        if (catchUp.reached.isDone()) {
            return true;
        }
        boolean reached =
                catchUp.ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        if (reached) {
            catchUp.reached.complete(null);
        }
        return reached;
    }
}
