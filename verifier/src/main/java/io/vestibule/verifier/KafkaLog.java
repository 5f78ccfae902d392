package io.vestibule.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The topics of a running deployment, up to the ends that they have when this is opened. Reads committed records only, in no
 * consumer group. Used by one thread.
 */
public final class KafkaLog implements LogReader, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final int PATIENCE_MS = 15_000;
    private static final int FETCH_WAIT_MS = 50;

    private final Consumer<byte[], byte[]> consumer;
    private final AvroSerdes serdes;
    private final String prefix;
    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Instant takenAt;

    private KafkaLog(Consumer<byte[], byte[]> consumer, AvroSerdes serdes, String prefix) {
        this.consumer = consumer;
        this.serdes = serdes;
        this.prefix = prefix;
        this.takenAt = Instant.now();
        List<TopicPartition> all = new ArrayList<>();
        Slice.TOPICS.forEach(topic -> all.addAll(partitionsOf(topic)));
        consumer.assign(all);
        begins.putAll(consumer.beginningOffsets(all));
        ends.putAll(consumer.endOffsets(all));
    }

    /**
     * Notes where the topics end now.
     *
     * @param kafka Kafka's own client keys, {@code bootstrap.servers} among them
     * @param registry Confluent's keys of the schema registry
     * @param prefix the deployment's topic prefix, empty for none
     * @throws KafkaException if the broker or the registry cannot be used, or a topic is missing
     */
    public static KafkaLog open(Map<String, ?> kafka, Map<String, ?> registry, String prefix) {
        Map<String, Object> keys = new HashMap<>(kafka);
        keys.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        keys.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        keys.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        keys.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        keys.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        keys.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        Map<String, Object> serdeKeys = new HashMap<>(kafka);
        serdeKeys.putAll(registry);
        AvroSerdes serdes = AvroSerdes.of(serdeKeys);
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = new KafkaConsumer<>(keys, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return new KafkaLog(consumer, serdes, prefix);
        } catch (KafkaException failure) {
            if (consumer != null) {
                consumer.close();
            }
            serdes.close();
            throw failure;
        }
    }

    private List<TopicPartition> partitionsOf(Topic<?> catalogued) {
        String name = catalogued.prefixed(prefix).name();
        List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + name);
        }
        return partitions;
    }

    @Override
    public Instant takenAt() {
        return takenAt;
    }

    @Override
    public int partitions() {
        String ledger = Topics.INVITES_EVENTS.prefixed(prefix).name();
        return (int) ends.keySet().stream()
                .filter(each -> each.topic().equals(ledger))
                .count();
    }

    @Override
    public boolean isCut(Topic<?> topic, int partition) {
        return begins.getOrDefault(named(topic, partition), 0L) > 0;
    }

    private TopicPartition named(Topic<?> topic, int partition) {
        return new TopicPartition(topic.prefixed(prefix).name(), partition);
    }

    @Override
    public <V extends SpecificRecord> void read(Topic<V> topic, int partition, Sink<V> sink) {
        TopicPartition from = named(topic, partition);
        long begin = begins.getOrDefault(from, 0L);
        long end = ends.getOrDefault(from, 0L);
        if (begin >= end) {
            return;
        }
        Deserializer<V> values = serdes.deserializer(topic.prefixed(prefix));
        consumer.assign(List.of(from));
        consumer.seek(from, begin);
        long deadline = System.nanoTime() + STALLED.toNanos();
        while (consumer.position(from) < end) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> read : polled) {
                if (read.offset() < end) {
                    take(read, values, sink);
                }
            }
            if (!polled.isEmpty()) {
                deadline = System.nanoTime() + STALLED.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new KafkaException(from + ": the broker gave no record for " + STALLED.toSeconds() + " s");
            }
        }
    }

    private static <V> void take(ConsumerRecord<byte[], byte[]> read, Deserializer<V> values, Sink<V> sink) {
        Place place = new Place(read.topic(), read.partition(), read.offset());
        Instant at = Instant.ofEpochMilli(read.timestamp());
        String key = read.key() == null ? "" : new String(read.key(), UTF_8);
        LogEntry<V> entry;
        try {
            V value = values.deserialize(read.topic(), read.headers(), read.value());
            entry = new LogEntry<>(place, at, key, value);
        } catch (BadRecordException bad) {
            sink.unreadable(place, at, String.valueOf(bad.getMessage()));
            return;
        }
        sink.record(entry);
    }

    @Override
    public void close() {
        consumer.close();
        serdes.close();
    }
}
