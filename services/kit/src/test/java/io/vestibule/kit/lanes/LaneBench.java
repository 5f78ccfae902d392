package io.vestibule.kit.lanes;

import io.vestibule.testkit.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A topic of text orders on a real broker, and a workforce that can be told which orders hang. */
final class LaneBench {
    static final LaneSettings.Pace PACE = new LaneSettings.Pace(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofSeconds(6));

    final String topic;
    final String group;
    /** What was carried out to the end, in order. */
    final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    /** What was cancelled on the way. */
    final ConcurrentLinkedQueue<String> cancelled = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<String> buried = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();

    private final TestBroker broker;

    LaneBench(TestBroker broker, String name, int partitions) throws Exception {
        this.broker = broker;
        this.topic = "orders-" + name;
        this.group = "group-" + name;
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** Writes orders in one transaction, as the topology does. */
    void order(int partition, List<String> orders) {
        Map<String, Object> keys =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer-" + topic);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(keys, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            orders.forEach(order -> producer.send(new ProducerRecord<>(topic, partition, "key", order)));
            producer.commitTransaction();
        }
    }

    LaneConsumer worker(@Nullable String instance, OrderHandler<String> handler) {
        return worker(instance, handler, this::plain);
    }

    LaneConsumer worker(@Nullable String instance, OrderHandler<String> handler, OrderDecoder<String> decoder) {
        LaneSettings settings = new LaneSettings(topic, group, instance, LaneSettings.Bounds.of(100, 0.5), PACE);
        DeadLetters deadLetters = (kafkaRecord, reason, cause) -> {
            buried.add(text(kafkaRecord.value()) + ": " + reason);
            return CompletableFuture.completedFuture(null);
        };
        return LaneConsumer.start(
                settings,
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new LaneWork<>(decoder, handler, deadLetters));
    }

    /** Carries everything out at once, except what hangs until it is cancelled. */
    OrderHandler<String> hangingOn(Predicate<String> hangs) {
        return (order, ticket) -> {
            begun.add(order);
            if (hangs.test(order)) {
                hang(order);
            }
            done.add(order);
            return CompletableFuture.completedFuture(null);
        };
    }

    private void hang(String order) throws InterruptedException {
        try {
            Thread.sleep(Duration.ofMinutes(5));
        } catch (InterruptedException interrupted) {
            cancelled.add(order);
            throw interrupted;
        }
    }

    DecodedOrder<String> plain(org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> kafkaRecord) {
        String order = text(kafkaRecord.value());
        return order.startsWith("bad")
                ? new DecodedOrder.Bad<>("not an order", null)
                : new DecodedOrder.Order<>(order, order, true);
    }

    OffsetAndMetadata committed(int partition) throws Exception {
        try (Admin admin = admin()) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic, partition));
            return committed == null ? new OffsetAndMetadata(0) : committed;
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
