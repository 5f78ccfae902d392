package io.vestibule.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.client.ClientSettings;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Where records name a person. Looks at the bytes of keys and values, whatever schema they have, so that nothing is passed
 * over: reads every record that topics still hold. Thread-safe.
 *
 * <p>Methods throw Kafka's exceptions if the brokers cannot be used, {@link TimeoutException} if one stops answering.
 */
public final class Traces {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final int PATIENCE_MS = 10_000;

    private final ClientSettings settings;
    private final TopicLayout layout;
    private final UserId user;
    private final byte[] name;
    private final Runnable step;

    /**
     * @param settings where the deployment's topics are
     * @param layout how they are laid out
     * @param step called for every record that is read
     */
    public Traces(ClientSettings settings, TopicLayout layout, UserId user, Runnable step) {
        this.settings = settings;
        this.layout = layout;
        this.user = user;
        this.name = user.value().getBytes(UTF_8);
        this.step = step;
    }

    /**
     * What one topic holds.
     *
     * @param topic the topic, under its full name
     * @param records how many records name the person
     * @param newest the timestamp of the newest of them
     * @param goneBy when the last of them is deleted at the latest; empty where records go by compaction
     */
    public record Trace(Topic<?> topic, long records, Instant newest, Optional<Instant> goneBy) {}

    /**
     * What is left of a person.
     *
     * @param traces every topic that holds a record which names the person, in the catalogue's order
     * @param unread topics that were not looked at, because there is no right to read them
     */
    public record Left(List<Trace> traces, List<Topic<?>> unread) {
        public Left {
            traces = List.copyOf(traces);
            unread = List.copyOf(unread);
        }
    }

    /** @return the rooms in which something is kept of the user: not forgotten since it was decided */
    public Set<RoomId> rooms() {
        Map<String, Boolean> kept = new TreeMap<>();
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(settings.schemaRegistry());
        Topic<LedgerEvent> ledger = Topics.INVITES_EVENTS.prefixed(layout.prefix());
        try (AvroSerdes serdes = AvroSerdes.of(keys)) {
            Deserializer<LedgerEvent> values = serdes.deserializer(ledger);
            scan(ledger, read -> fold(values.deserialize(ledger.name(), read.headers(), read.value()), kept));
        }
        Map<String, Boolean> shown = new HashMap<>();
        scan(
                Topics.INVITES_STATE.prefixed(layout.prefix()),
                read -> RoomUserKey.decode(read.key())
                        .filter(key -> key.user().equals(user.value()))
                        .ifPresent(key -> shown.put(key.room(), read.value() != null)));
        shown.forEach((room, is) -> kept.merge(room, is, Boolean::logicalOr));
        Set<RoomId> rooms = new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
        kept.forEach((room, is) -> RoomId.parse(room).filter(id -> is).ifPresent(rooms::add));
        return rooms;
    }

    private void fold(LedgerEvent event, Map<String, Boolean> kept) {
        if (!event.getUserId().equals(user.value())) {
            return;
        }
        var concluded = event.getCommandConcluded();
        boolean erasing = concluded != null && concluded.getOutcome().getCommand() == CommandType.FORGET_INVITE;
        if (event.getType() == LedgerEventType.USER_FORGOTTEN) {
            kept.put(event.getRoomId(), false);
        } else if (!erasing) {
            kept.put(event.getRoomId(), true);
        }
    }

    /** @return what every topic holds that may be read */
    public Left everywhere() {
        List<Trace> traces = new ArrayList<>();
        List<Topic<?>> unread = new ArrayList<>();
        for (Topic<?> topic : layout.topics()) {
            try {
                trace(topic).ifPresent(traces::add);
            } catch (TopicAuthorizationException forbidden) {
                unread.add(topic);
            }
        }
        return new Left(traces, unread);
    }

    private Optional<Trace> trace(Topic<?> topic) {
        long[] count = {0, 0};
        scan(topic, read -> {
            count[0]++;
            count[1] = Math.max(count[1], read.timestamp());
        });
        if (count[0] == 0) {
            return Optional.empty();
        }
        Instant newest = Instant.ofEpochMilli(count[1]);
        return Optional.of(
                new Trace(topic, count[0], newest, layout.keepingOf(topic).goneBy(newest)));
    }

    /** Hands over what names the user. */
    private void scan(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + STALLED.toNanos();
            while (!reached(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> read : polled) {
                    step.run();
                    if (names(read.key()) || names(read.value())) {
                        each.accept(read);
                    }
                }
                deadline = polled.isEmpty() ? deadline : System.nanoTime() + STALLED.toNanos();
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException(topic + " gave no record for " + STALLED.toSeconds() + " s");
                }
            }
        }
    }

    private static boolean reached(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        settings.requireReachable();
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        keys.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        keys.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        keys.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        keys.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(keys, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private boolean names(byte @Nullable [] bytes) {
        return bytes != null && Mention.in(bytes, name);
    }
}
