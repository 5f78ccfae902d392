package io.vestibule.worker;

import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.schemas.catalog.SizeBudget;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The worker's producers: idempotent, and patient, because an answer that is given up would leave its order unanswered until
 * a restart. While brokers are away, orders pile up to their bound and no more are taken.
 */
public final class WorkerProducers {
    private static final int IMPORT_BUFFER = 16 * 1024 * 1024;
    private static final int IMPORT_BATCH = 256 * 1024;
    private static final int IMPORT_LINGER_MS = 5;

    private WorkerProducers() {}

    static Producer<byte[], byte[]> results(KafkaConfig kafka) {
        Map<String, Object> config = patient(kafka, "vestibule-worker-results");
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Bounds the memory of all imports together: who writes faster than the brokers take waits. */
    public static <V> Producer<byte[], V> imports(KafkaConfig kafka, Serializer<V> serializer) {
        Map<String, Object> config = patient(kafka, "vestibule-worker-imports");
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(IMPORT_BUFFER, 2 * SizeBudget.BULK_RECORD));
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, IMPORT_BATCH);
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, IMPORT_LINGER_MS);
        return new KafkaProducer<>(config, new ByteArraySerializer(), serializer);
    }

    private static Map<String, Object> patient(KafkaConfig kafka, String clientId) {
        Map<String, Object> config = new HashMap<>(kafka.clientProperties());
        config.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        config.putAll(SizeBudget.producerConfig());
        return config;
    }
}
