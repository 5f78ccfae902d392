package io.vestibule.ingress.users;

import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.catalog.Topic;
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
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the compacted topic of local users from its start.
 *
 * <p>A user who is missing may have registered a moment ago, so the question waits until the feed has been read up to where
 * it ended when the question was asked. If that takes too long, or the feed's completeness marker has never been seen, the
 * answer is {@link Standing#NOT_KNOWN_YET} rather than a refusal that the inviter would believe. Thread-safe.
 */
public final class UsersFeed implements LocalUsers {

    private static final Logger log = LoggerFactory.getLogger(UsersFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_ENDS = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final UserTable table = new UserTable();
    private final Queue<CatchUp> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<LocalUser> deserializer;
    private final Topic<LocalUser> topic;
    private final Duration patience;
    private final Thread reader;
    private volatile boolean failing;

    /** Somebody who waits until the feed has been read up to where it ends now. */
    private static final class CatchUp {
        private final CompletableFuture<Void> reached = new CompletableFuture<>();
        private Map<TopicPartition, Long> ends = Map.of();
    }

    private UsersFeed(
            Consumer<String, byte[]> consumer,
            Deserializer<LocalUser> deserializer,
            Topic<LocalUser> topic,
            Duration patience) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.topic = topic;
        this.patience = patience;
        this.reader = Thread.ofPlatform().name("users-feed").daemon(true).unstarted(this::run);
    }

    /**
     * Starts to follow.
     *
     * @param consumer without a group; belongs to the feed from now on
     * @param deserializer reads the values
     * @param topic the topic under its full name
     * @param patience how long a question may wait for the feed's end
     * @throws IllegalStateException if the topic does not exist
     */
    public static UsersFeed start(
            Consumer<String, byte[]> consumer,
            Deserializer<LocalUser> deserializer,
            Topic<LocalUser> topic,
            Duration patience) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("the topic " + topic.name() + " does not exist");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        UsersFeed feed = new UsersFeed(consumer, deserializer, topic, patience);
        feed.reader.start();
        return feed;
    }

    @Override
    public Standing standing(UserId user) {
        return table.standing(user.value()).orElseGet(() -> standingAtEnd(user));
    }

    @Override
    public HealthStatus status() {
        if (failing) {
            return new HealthStatus.Down("the feed of local users cannot be read");
        }
        return HealthStatus.of(table.isComplete(), "the feed of local users has no completeness marker");
    }

    /** @return how many users are known */
    public int size() {
        return table.size();
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

    private Standing standingAtEnd(UserId user) {
        if (!awaitEnd()) {
            return Standing.NOT_KNOWN_YET;
        }
        Standing missing = table.isComplete() ? Standing.UNKNOWN : Standing.NOT_KNOWN_YET;
        return table.standing(user.value()).orElse(missing);
    }

    private boolean awaitEnd() {
        CatchUp catchUp = new CatchUp();
        asked.add(catchUp);
        consumer.wakeup();
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
            for (ConsumerRecord<String, byte[]> fetched : consumer.poll(POLL)) {
                apply(fetched);
            }
            admit(waiting);
            waiting.removeIf(this::isReached);
            failing = false;
        } catch (WakeupException e) {
            log.atTrace().log("the users feed was woken");
        } catch (KafkaException e) {
            failing = true;
            log.atWarn().addKeyValue(LogKeys.TOPIC, topic.name()).setCause(e).log("the users feed cannot be read");
            stop.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void apply(ConsumerRecord<String, byte[]> fetched) {
        try {
            LocalUser user = deserializer.deserialize(topic.name(), fetched.headers(), fetched.value());
            table.apply(fetched.key() == null ? "" : fetched.key(), user);
        } catch (BadRecordException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.TOPIC, fetched.topic())
                    .addKeyValue(LogKeys.PARTITION, fetched.partition())
                    .addKeyValue(LogKeys.OFFSET, fetched.offset())
                    .setCause(e)
                    .log("an unreadable record of the users feed was passed over");
        } catch (RuntimeException e) {
            // The registry could not be asked, which says nothing about the record: read it again.
            consumer.seek(new TopicPartition(fetched.topic(), fetched.partition()), fetched.offset());
            throw e instanceof KafkaException ? e : new KafkaException(e);
        }
    }

    private void admit(List<CatchUp> waiting) {
        if (asked.isEmpty()) {
            return;
        }
        List<CatchUp> fresh = new ArrayList<>(asked);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(consumer.assignment(), ASK_ENDS));
        fresh.forEach(catchUp -> catchUp.ends = ends);
        waiting.addAll(fresh);
        asked.removeAll(fresh);
    }

    private boolean isReached(CatchUp catchUp) {
        boolean reached =
                catchUp.ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        if (reached) {
            catchUp.reached.complete(null);
        }
        return reached || catchUp.reached.isDone();
    }
}
