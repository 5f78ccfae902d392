package io.vestibule.topology.service;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.codec.LedgerCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads one room's ledger from the log, for tools that have no stores: state, routes, history. It reads the whole partition
 * of the room once per call. Thread-safe.
 */
public final class LedgerReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, ?> clientConfig;
    private final AvroSerdes serdes;
    private final TopicLayout layout;
    private final Topic<LedgerEvent> topic;

    /**
     * @param clientConfig {@code bootstrap.servers} and what else clients need
     * @param serdes stays the caller's to close
     * @param layout prefix and partitions of the topics
     */
    public LedgerReader(Map<String, ?> clientConfig, AvroSerdes serdes, TopicLayout layout) {
        this.clientConfig = Map.copyOf(clientConfig);
        this.serdes = serdes;
        this.layout = layout;
        this.topic = Topics.INVITES_EVENTS.prefixed(layout.prefix());
    }

    /**
     * @param room the room
     * @param atMost how long to read
     * @return the room as its ledger tells it up to now; empty when it tells nothing
     * @throws TimeoutException if the end was not reached in time
     * @throws IllegalArgumentException if the ledger holds an event of a newer release
     */
    public RoomLedger read(RoomId room, Duration atMost) {
        TopicPartition partition =
                new TopicPartition(topic.name(), RoomPartitions.of(room.value(), layout.partitions()));
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Consumer<String, LedgerEvent> consumer =
                new KafkaConsumer<>(config(), new StringDeserializer(), serdes.deserializer(topic))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition), atMost).get(partition));
            RoomLedger ledger = RoomLedger.ofWindow(room);
            while (consumer.position(partition, atMost) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(partition + " was not read to its end within " + atMost);
                }
                apply(consumer, partition, room, ledger);
            }
            return ledger;
        }
    }

    private static void apply(
            Consumer<String, LedgerEvent> consumer, TopicPartition partition, RoomId room, RoomLedger ledger) {
        for (ConsumerRecord<String, LedgerEvent> record : consumer.poll(POLL).records(partition)) {
            if (room.value().equals(record.key()) && record.value() != null) {
                ledger.apply(LedgerCodec.read(record.value()));
            }
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return config;
    }
}
