package io.vestibule.worker;

import static org.awaitility.Awaitility.await;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.server.FederationWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** A worker on a real broker, with the world's scripted homeservers around it. */
final class WorkerBench implements AutoCloseable {
    final FederationWorld world;
    final Federation us;
    final VestibuleConfig config;
    final Metrics metrics = new Metrics();

    private final EmbeddedBroker broker;
    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], WorkOrder> orders;
    private final Tail<WorkResult> results;
    private final Tail<ImportRecord> imports;

    WorkerBench(Path folder, ServerName name, SigningKeyFile keys) throws Exception {
        world = FederationWorld.open();
        us = new Federation(world, name, keys, folder);
        broker = EmbeddedBroker.start(BrokerConfig.ephemeral(folder.resolve("broker")));
        config = ConfigLoader.with(Map.of(
                "server-name", name.value(),
                "data-dir", folder.resolve("data").toString(),
                "kafka.bootstrap-servers", broker.bootstrapServers(),
                "worker.make-timeout", "5s",
                "worker.short-try-timeout", "2s",
                "worker.walk-timeout", "30s",
                "worker.send-leave-timeout", "2s",
                "worker.send-join-timeout", "3s",
                "worker.background-rate-per-server", "5/1h",
                "worker.drain-timeout", "100ms"));
        Map<String, Object> serdeKeys = new HashMap<>(config.kafka().clientProperties());
        serdeKeys.put("schema.registry.url", "mock://" + folder.getFileName());
        serdes = AvroSerdes.of(serdeKeys);
        try (Admin admin = Admin.create(config.kafka().clientProperties())) {
            new TopicAdmin(admin).ensure(new TopicLayout("", 2, (short) 1));
        }
        orders = new KafkaProducer<>(
                config.kafka().clientProperties(),
                new ByteArraySerializer(),
                serdes.serializer(Topics.INVITES_HANDSHAKES));
        results = new Tail<>(
                Topics.INVITES_HANDSHAKE_RESULTS.name(), serdes.deserializer(Topics.INVITES_HANDSHAKE_RESULTS));
        imports = new Tail<>(Topics.ROOMS_IMPORTED.name(), serdes.deserializer(Topics.ROOMS_IMPORTED));
    }

    static WorkerBench open(Path folder) throws Exception {
        SigningKeyFile keys = SigningKeyFile.generate(new java.security.SecureRandom());
        return new WorkerBench(folder, ServerName.of("us.example"), keys);
    }

    UserId bob() {
        return UserId.of("@bob:" + us.name);
    }

    WorkerService startWorker() {
        return WorkerService.start(
                config, new WorkerService.Surroundings(us.client, us.keys, us.keyRing, serdes, metrics, new Health()));
    }

    void give(WorkOrder order) throws Exception {
        byte[] key = order.getRoomId().getBytes(StandardCharsets.UTF_8);
        orders.send(new ProducerRecord<>(Topics.INVITES_HANDSHAKES.name(), key, order))
                .get();
    }

    /** Gives an order and waits for its answer. */
    WorkResult carryOut(WorkOrder order) throws Exception {
        give(order);
        return answer(order.getOrderId());
    }

    WorkResult answer(String orderId) {
        return await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> answers(orderId).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    List<WorkResult> answers(String orderId) {
        return results.soFar().stream()
                .filter(result -> result.getOrderId().equals(orderId))
                .toList();
    }

    List<ImportRecord> imported() {
        return imports.soFar();
    }

    /** A topic read from its beginning. */
    private final class Tail<V> {
        private final List<V> values = new ArrayList<>();
        private final KafkaConsumer<byte[], V> consumer;

        Tail(String topic, Deserializer<V> deserializer) {
            consumer =
                    new KafkaConsumer<>(config.kafka().clientProperties(), new ByteArrayDeserializer(), deserializer);
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        synchronized List<V> soFar() {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (consumer.assignment().stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(50)).forEach(found -> values.add(found.value()));
            }
            return List.copyOf(values);
        }
    }

    @Override
    public void close() {
        orders.close();
        results.consumer.close();
        imports.consumer.close();
        us.close();
        serdes.close();
        broker.close();
        world.close();
    }
}
