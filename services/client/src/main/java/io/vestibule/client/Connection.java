package io.vestibule.client;

import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** A deployment's settings with serdes over them: makes the Kafka clients of this package. Thread-safe. */
final class Connection implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;
    private static final int FETCH_WAIT_MS = 50;

    private final ClientSettings settings;
    private final AvroSerdes serdes;
    private @Nullable Admin admin;

    private Connection(ClientSettings settings, AvroSerdes serdes) {
        this.settings = settings;
        this.serdes = serdes;
    }

    /** @throws NotConnectedException if nothing listens where the brokers should be */
    static Connection open(ClientSettings settings) {
        Reachability.check(settings);
        return new Connection(settings, AvroSerdes.of(settings.serdeKeys()));
    }

    <V extends SpecificRecord> Topic<V> named(Topic<V> catalogued) {
        return catalogued.prefixed(settings.topicPrefix());
    }

    <V extends SpecificRecord> Producer<byte[], V> producer(Topic<V> topic) {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.putAll(SizeBudget.producerConfig());
        keys.put(ProducerConfig.ACKS_CONFIG, "all");
        keys.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        keys.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        keys.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        keys.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return new KafkaProducer<>(keys, new ByteArraySerializer(), serdes.serializer(topic));
    }

    <V extends SpecificRecord> Consumer<byte[], V> consumer(Topic<V> topic) {
        return consumer(deserializer(topic));
    }

    /** @return a consumer that leaves the values as they are */
    Consumer<byte[], byte[]> consumer() {
        return consumer(new ByteArrayDeserializer());
    }

    <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        return serdes.deserializer(topic);
    }

    private <V> Consumer<byte[], V> consumer(Deserializer<V> values) {
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        keys.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        keys.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        keys.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        keys.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Closing waits for the fetch that is under way, and behind a topic's end that one finds nothing.
        keys.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        return new KafkaConsumer<>(keys, new ByteArrayDeserializer(), values);
    }

    /**
     * @return the ends of the partitions, with what transactions have written there that are not through yet
     * @throws KafkaException if the broker does not say
     */
    Map<TopicPartition, Long> written(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, each -> OffsetSpec.latest()));
        ListOffsetsOptions uncommitted = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            admin().listOffsets(latest, uncommitted)
                    .all()
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaException("the ends of " + partitions + " are not known", failure);
        }
        return ends;
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings.kafka());
        }
        return admin;
    }

    NotConnectedException refused(KafkaException failure) {
        return new NotConnectedException(settings, failure);
    }

    NotConnectedException refused(String reason) {
        return new NotConnectedException(settings, reason);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        serdes.close();
    }
}
