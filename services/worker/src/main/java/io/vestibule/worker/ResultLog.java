package io.vestibule.worker;

import io.micrometer.core.instrument.Counter;
import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.kit.lanes.DeadLetters;
import io.vestibule.kit.trace.CurrentSpan;
import io.vestibule.kit.trace.TraceContext;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.catalog.FailedRecord;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes answers, and dead letters beside them, through one idempotent producer. Thread-safe. */
final class ResultLog implements OrderHandling.Results, DeadLetters, AutoCloseable {
    static final String STAGE = "worker";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Topic<WorkResult> results;
    private final Serializer<WorkResult> resultSerializer;
    private final Topic<DeadLetter> deadLetters;
    private final Serializer<DeadLetter> deadLetterSerializer;
    private final InstantSource clock;
    private final Watch watch;

    /**
     * Who hears of what is written.
     *
     * @param buried counts the dead letters
     * @param clocks hears what the brokers stamp
     */
    record Watch(Counter buried, ClockWatch clocks) {}

    /**
     * @param producer belongs to the log from now on
     * @param prefix stands in front of topic names
     * @param watch hears of what is written
     */
    ResultLog(Producer<byte[], byte[]> producer, AvroSerdes serdes, String prefix, InstantSource clock, Watch watch) {
        this.producer = producer;
        this.results = Topics.INVITES_HANDSHAKE_RESULTS.prefixed(prefix);
        this.resultSerializer = serdes.serializer(results);
        this.deadLetters = Topics.INVITES_DEAD_LETTERS.prefixed(prefix);
        this.deadLetterSerializer = serdes.serializer(deadLetters);
        this.clock = clock;
        this.watch = watch;
    }

    @Override
    public CompletionStage<?> publish(WorkResult result) {
        byte[] key = result.getRoomId().getBytes(StandardCharsets.UTF_8);
        return send(results.name(), key, () -> resultSerializer.serialize(results.name(), result));
    }

    @Override
    public CompletionStage<?> bury(
            ConsumerRecord<byte[], byte[]> kafkaRecord, String reason, @Nullable Throwable cause) {
        watch.buried().increment();
        DeadLetter letter = FailedRecord.of(kafkaRecord).deadLetter(STAGE, reason, cause, clock.millis());
        return send(
                deadLetters.name(),
                kafkaRecord.key(),
                () -> deadLetterSerializer.serialize(deadLetters.name(), letter));
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    @FunctionalInterface
    private interface Value {
        byte[] bytes();
    }

    /** Dead letters carry times of our own. */
    private void stamped(RecordMetadata metadata) {
        if (metadata.topic().equals(results.name())) {
            watch.clocks().stamped(metadata.timestamp());
        }
    }

    private CompletionStage<?> send(String topic, byte @Nullable [] key, Value value) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value.bytes());
            byte[] traceparent = CurrentSpan.get().header();
            if (traceparent != null) {
                message.headers().add(TraceContext.HEADER, traceparent);
            }
            producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    stamped(metadata);
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (InterruptException cancelled) {
            throw cancelled;
        } catch (KafkaException | IllegalStateException failure) {
            acknowledged.completeExceptionally(failure);
        }
        return acknowledged;
    }
}
