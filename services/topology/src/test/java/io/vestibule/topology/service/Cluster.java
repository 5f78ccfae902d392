package io.vestibule.topology.service;

import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.broker.TestBroker;
import io.vestibule.topology.InternalTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker with three partitions, the registry inside it, and quick ways to write and read topics. */
final class Cluster implements AutoCloseable {

    private final TestBroker broker;
    private final Map<String, String> environment;
    final VestibuleConfig config;
    final AvroSerdes serdes;

    Cluster(Path dir) {
        this.broker = TestBroker.start(dir.resolve("broker"));
        this.environment = Map.of(
                "VESTIBULE_KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "VESTIBULE_KAFKA_TOPICS_PARTITIONS",
                "3",
                "VESTIBULE_KAFKA_TOPICS_REPLICATION_FACTOR",
                "1",
                "VESTIBULE_DATA_DIR",
                dir.resolve("data").toString());
        this.config = ConfigLoader.load(Optional.empty(), environment, Map.of());
        Map<String, Object> registry = new HashMap<>(clients());
        registry.putAll(config.schemaRegistry().serdeProperties());
        this.serdes = AvroSerdes.of(registry);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** What one of several instances is told. */
    Map<String, String> environment(Path dataDir) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("VESTIBULE_DATA_DIR", dataDir.toString());
        own.put("VESTIBULE_TOPOLOGY_STANDBY_REPLICAS", "1");
        own.put("VESTIBULE_TOPOLOGY_INSTANCE_ID", dataDir.getFileName().toString());
        return own;
    }

    /** @return how many partitions each member of the topology's group has, by its name; empty while it is rebalanced */
    Map<String, Integer> members() {
        try (Admin admin = Admin.create(clients())) {
            ConsumerGroupDescription group = admin.describeConsumerGroups(
                            List.of(config.topology().applicationId()))
                    .all()
                    .toCompletionStage()
                    .thenApply(groups -> groups.values().iterator().next())
                    .toCompletableFuture()
                    .join();
            return group.groupState() != GroupState.STABLE
                    ? Map.of()
                    : group.members().stream()
                            .collect(Collectors.toMap(
                                    member -> member.groupInstanceId().orElseThrow(),
                                    member -> member.assignment()
                                            .topicPartitions()
                                            .size()));
        } catch (CompletionException notYetThere) {
            return Map.of();
        }
    }

    Map<String, Object> clients() {
        return config.kafka().clientProperties();
    }

    void createTopics() {
        try (Admin admin = Admin.create(clients())) {
            new TopicAdmin(admin).ensure(config.kafka().topics()).requireUsable();
        }
    }

    RoomLedger ledger(String room) {
        return new LedgerReader(clients(), serdes, config.kafka().topics())
                .read(RoomId.of(room), Duration.ofSeconds(20));
    }

    <V extends SpecificRecord> void send(Topic<V> topic, Map<String, V> values)
            throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(clients(), new StringSerializer(), serdes.serializer(topic))) {
            for (Map.Entry<String, V> entry : values.entrySet()) {
                producer.send(new ProducerRecord<>(topic.name(), entry.getKey(), entry.getValue()))
                        .get();
            }
        }
    }

    <V extends SpecificRecord> void send(Topic<V> topic, String key, V value)
            throws ExecutionException, InterruptedException {
        send(topic, Map.of(key, value));
    }

    /** @return every committed record of the topic up to now */
    <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return read(topic, serdes.deserializer(topic)).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    /** @return what the compacted topic says of each key up to now, as it stands on the wire */
    Map<String, byte[]> latest(Topic<?> topic) {
        return latest(topic.name());
    }

    /** @return the same of a topic that is in no catalogue */
    Map<String, byte[]> latest(String topic) {
        Map<String, byte[]> latest = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : raw(topic)) {
            if (record.value() == null) {
                latest.remove(record.key());
            } else {
                latest.put(record.key(), record.value());
            }
        }
        return latest;
    }

    /** @return every committed record that the topic still holds */
    List<ConsumerRecord<String, byte[]>> raw(String topic) {
        return read(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private <V> List<ConsumerRecord<String, V>> read(Topic<?> topic, Deserializer<V> values) {
        return read(topic.name(), new StringDeserializer(), values);
    }

    private <K, V> List<ConsumerRecord<K, V>> read(String topic, Deserializer<K> keys, Deserializer<V> values) {
        Map<String, Object> reading = new HashMap<>(clients());
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(reading, keys, values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<K, V>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** @return what the changelog says of each key up to now, both in hexadecimal digits */
    Map<String, String> changelog(String application) {
        Map<String, String> latest = new TreeMap<>();
        String name = InternalTopics.changelog(application);
        for (ConsumerRecord<byte[], byte[]> record :
                read(name, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String key = HexFormat.of().formatHex(record.key());
            if (record.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, HexFormat.of().formatHex(record.value()));
            }
        }
        return latest;
    }

    /** Takes away all that the application keeps beside the topics of the catalogue. */
    void destroy(String application) {
        try (Admin admin = Admin.create(clients())) {
            List<String> internal = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(application + "-"))
                    .toList();
            admin.deleteTopics(internal).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** @return the same deployment's configuration with other keys */
    VestibuleConfig configWith(Map<String, String> more) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.putAll(more);
        return ConfigLoader.load(Optional.empty(), changed, Map.of());
    }

    @Override
    public void close() {
        serdes.close();
        broker.close();
    }
}
