package io.vestibule.topology.service;

import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Answers orders from the real topic by a script, as the worker would. */
final class ScriptedWorker implements AutoCloseable {

    private final Topic<WorkOrder> from;
    private final Topic<WorkResult> to;
    private final Thread thread;
    private final List<WorkOrder> orders = new CopyOnWriteArrayList<>();
    private volatile boolean running = true;

    ScriptedWorker(Map<String, Object> clients, AvroSerdes serdes, Function<WorkOrder, Optional<WorkResult>> script) {
        this("", clients, serdes, script);
    }

    /** @param prefix stands in front of the names of the topics */
    ScriptedWorker(
            String prefix,
            Map<String, Object> clients,
            AvroSerdes serdes,
            Function<WorkOrder, Optional<WorkResult>> script) {
        this.from = Topics.INVITES_HANDSHAKES.prefixed(prefix);
        this.to = Topics.INVITES_HANDSHAKE_RESULTS.prefixed(prefix);
        this.thread = Thread.ofPlatform().name("scripted-worker").start(() -> run(clients, serdes, script));
    }

    private void run(Map<String, Object> clients, AvroSerdes serdes, Function<WorkOrder, Optional<WorkResult>> script) {
        Map<String, Object> config = new HashMap<>(clients);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "scripted-worker");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), serdes.deserializer(from));
                var producer = new KafkaProducer<>(clients, new StringSerializer(), serdes.serializer(to))) {
            consumer.subscribe(List.of(from.name()));
            while (running) {
                for (ConsumerRecord<String, WorkOrder> order : consumer.poll(Duration.ofMillis(50))) {
                    orders.add(order.value());
                    script.apply(order.value())
                            .ifPresent(result -> producer.send(new ProducerRecord<>(to.name(), order.key(), result)));
                }
            }
        }
    }

    List<WorkOrder> orders() {
        return List.copyOf(orders);
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
