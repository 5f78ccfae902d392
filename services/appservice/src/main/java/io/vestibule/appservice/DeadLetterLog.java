package io.vestibule.appservice;

import io.micrometer.core.instrument.Counter;
import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.kit.lanes.DeadLetters;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.catalog.FailedRecord;
import io.vestibule.schemas.catalog.SizeBudget;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes what can never be read. Thread-safe. */
final class DeadLetterLog implements DeadLetters, AutoCloseable {

    private static final String STAGE = "appservice.read";

    private final Topic<DeadLetter> topic;
    private final Producer<byte[], DeadLetter> producer;
    private final InstantSource clock;
    private final Counter buried;

    DeadLetterLog(KafkaConfig kafka, AvroSerdes serdes, InstantSource clock, Metrics metrics) {
        this.topic = Topics.INVITES_DEAD_LETTERS.prefixed(kafka.topics().prefix());
        this.clock = clock;
        this.buried = metrics.counter(Metric.DEAD_LETTERS, STAGE);
        Map<String, Object> config = new HashMap<>(kafka.clientProperties());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.putAll(SizeBudget.producerConfig());
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), serdes.serializer(topic));
    }

    @Override
    public CompletionStage<?> bury(ConsumerRecord<byte[], byte[]> read, String reason, @Nullable Throwable cause) {
        buried.increment();
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        DeadLetter letter = FailedRecord.of(read).deadLetter(STAGE, reason, cause, clock.millis());
        producer.send(new ProducerRecord<>(topic.name(), read.key(), letter), (written, failure) -> {
            if (failure == null) {
                acknowledged.complete(null);
            } else {
                acknowledged.completeExceptionally(failure);
            }
        });
        return acknowledged;
    }

    @Override
    public void close() {
        producer.close();
    }
}
