package io.vestibule.interop.kafka;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows one topic from its start, on a thread of its own, and hands every committed value on. */
final class Follower<V extends SpecificRecord> implements AutoCloseable {

    private final KafkaConsumer<byte[], V> consumer;
    private final Consumer<V> taker;
    private final Thread thread;

    Follower(String bootstrapServers, AvroSerdes serdes, Topic<V> topic, Consumer<V> taker) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20),
                new ByteArrayDeserializer(),
                serdes.deserializer(topic));
        this.taker = taker;
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        this.thread =
                Thread.ofPlatform().daemon().name("follow " + topic.name()).start(this::follow);
    }

    private void follow() {
        try (consumer) {
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<byte[], V> records = consumer.poll(Duration.ofSeconds(1));
                for (ConsumerRecord<byte[], V> record : records) {
                    if (record.value() != null) {
                        taker.accept(record.value());
                    }
                }
            }
        } catch (WakeupException closed) {
            // The one way to end a poll from outside.
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
