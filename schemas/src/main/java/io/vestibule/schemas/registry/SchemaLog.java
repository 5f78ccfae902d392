package io.vestibule.schemas.registry;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted topic of an embedded registry, one partition. Clients are opened for each use and closed: schemas are
 * written and read a few times in the life of a process. Not thread-safe.
 */
final class SchemaLog {

    /** The topic, without a deployment's prefix. */
    static final String TOPIC = "vestibule.schemas";

    private static final Logger LOG = LoggerFactory.getLogger(SchemaLog.class);
    private static final List<String> CONNECTING = List.of(
            "bootstrap.",
            "client.dns.",
            "security.",
            "sasl.",
            "ssl.",
            "request.timeout.",
            "default.api.timeout.",
            "max.block.",
            "delivery.timeout.",
            "connections.",
            "socket.connection.",
            "reconnect.",
            "retry.");
    private static final int FETCH_WAIT_MS = 10;
    private static final int RETRY_MS = 10;
    private static final int RETRY_MAX_MS = 250;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final Map<String, Object> clientConfig;
    private final TopicPartition partition;
    private boolean created;
    private long position;

    /** @param clientConfig bootstrap servers and security, as for any Kafka client; other keys are ignored */
    SchemaLog(Map<String, ?> clientConfig, String topic) {
        this.clientConfig = Map.copyOf(clientConfig);
        this.partition = new TopicPartition(topic, 0);
    }

    /** Makes the topic unless it exists. */
    void open() {
        ensureTopic();
    }

    /** Writes the entries; they are acknowledged when this returns. */
    void append(Collection<SchemaEntry> entries) {
        ensureTopic();
        Map<String, Object> config = known(ProducerConfig.configNames());
        config.put("acks", "all");
        config.put("enable.idempotence", "true");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<? extends Future<?>> sent = entries.stream()
                    .map(entry -> producer.send(new ProducerRecord<>(partition.topic(), 0, entry.key(), entry.value())))
                    .toList();
            producer.flush();
            sent.forEach(SchemaLog::await);
        }
    }

    /** Hands over every entry that was written since the last call, up to the topic's end as it is now. */
    void readNew(Consumer<SchemaEntry> reader) {
        ensureTopic();
        Map<String, Object> config = known(ConsumerConfig.configNames());
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "none");
        // Closing waits for the fetch that is under way, and behind the topic's end that one finds nothing.
        config.put("fetch.max.wait.ms", FETCH_WAIT_MS);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(begin, Math.min(position, end)));
            readTo(end, consumer, reader);
            position = end;
        }
    }

    private void readTo(long end, KafkaConsumer<byte[], byte[]> consumer, Consumer<SchemaEntry> reader) {
        long deadline = System.nanoTime() + READ_LIMIT.toNanos();
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(read -> {
                Optional<SchemaEntry> entry = read.value() == null ? Optional.empty() : SchemaEntry.parse(read.value());
                entry.ifPresentOrElse(
                        reader,
                        () -> LOG.atWarn()
                                .addKeyValue("topic", read.topic())
                                .addKeyValue("offset", read.offset())
                                .log("not a schema entry, skipped"));
            });
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(partition.topic() + " could not be read to its end in " + READ_LIMIT);
            }
        }
    }

    private void ensureTopic() {
        if (created) {
            return;
        }
        // Without the schema nothing that was written with it can be read, flushed or not.
        NewTopic topic = new NewTopic(partition.topic(), Optional.of(1), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact", "flush.messages", "1"));
        try (Admin admin = Admin.create(known(AdminClientConfig.configNames()))) {
            await(admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
        } catch (TopicExistsException exists) {
            LOG.atDebug().addKeyValue("topic", partition.topic()).log("schema topic found");
        }
        created = true;
    }

    private Map<String, Object> known(Set<String> names) {
        Map<String, Object> config = clientConfig.entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()) && isAboutConnecting(entry.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, second) -> second, HashMap::new));
        // A topic that was just made has a leader within milliseconds, and everything else waits for the schemas.
        config.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, RETRY_MS);
        config.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, RETRY_MAX_MS);
        return config;
    }

    // The caller's map may be a whole client's: its group, assignors, interceptors and transactions are not ours.
    private static boolean isAboutConnecting(String key) {
        return CONNECTING.stream().anyMatch(key::startsWith);
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof KafkaException known) {
                throw known;
            }
            throw new KafkaException(failure.getCause());
        }
    }
}
