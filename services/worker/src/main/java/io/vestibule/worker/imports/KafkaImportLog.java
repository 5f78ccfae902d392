package io.vestibule.worker.imports;

import io.vestibule.schemas.ImportRecord;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * One import's records on their way to {@code rooms.imported}, through a producer that many imports share. The producer must
 * be idempotent, so that the records keep their order. Used by one thread.
 */
public final class KafkaImportLog implements ImportLog {
    private final Producer<byte[], ImportRecord> producer;
    private final String topic;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Callback noting = (metadata, failed) -> {
        if (failed != null) {
            failure.compareAndSet(null, failed);
        }
    };
    private String keyText = "";
    private byte[] key = {};
    private @Nullable Future<RecordMetadata> last;

    /**
     * @param producer stays the caller's to close
     * @param topic the topic's full name
     */
    public KafkaImportLog(Producer<byte[], ImportRecord> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void append(ImportRecord imported) throws InterruptedException {
        throwIfFailed();
        try {
            last = producer.send(new ProducerRecord<>(topic, key(imported.getRoomId()), imported), noting);
        } catch (InterruptException interrupted) {
            throw interruption(interrupted);
        }
    }

    @Override
    public void awaitAcknowledged() throws InterruptedException {
        if (last != null) {
            try {
                last.get();
            } catch (ExecutionException failed) {
                throw new KafkaException("the import could not be written", failed.getCause());
            }
        }
        throwIfFailed();
    }

    private byte[] key(String room) {
        if (!keyText.equals(room)) {
            keyText = room;
            key = room.getBytes(StandardCharsets.UTF_8);
        }
        return key;
    }

    private void throwIfFailed() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException("the import could not be written", failed);
        }
    }

    private static InterruptedException interruption(InterruptException wrapped) {
        InterruptedException interrupted = new InterruptedException("interrupted while an import was written");
        interrupted.initCause(wrapped);
        // Kafka's exception has set the flag, and this one takes its place.
        Thread.interrupted();
        return interrupted;
    }
}
