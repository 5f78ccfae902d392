package io.vestibule.cli.client;

import io.vestibule.kit.config.VestibuleConfig;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Configuration of the CLI's Kafka clients: the deployment's own keys, and a few of the CLI's on top. */
final class ClientKeys {

    static final Serializer<byte[]> BYTES_OUT = new ByteArraySerializer();
    static final Deserializer<byte[]> BYTES_IN = new ByteArrayDeserializer();

    private static final int PATIENCE_MS = 10_000;
    private static final int FETCH_WAIT_MS = 50;

    private ClientKeys() {}

    static Map<String, Object> producer(VestibuleConfig config) {
        Map<String, Object> keys = config.kafka().clientProperties();
        keys.put(ProducerConfig.ACKS_CONFIG, "all");
        keys.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        keys.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        keys.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        keys.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return keys;
    }

    static Map<String, Object> consumer(VestibuleConfig config) {
        Map<String, Object> keys = config.kafka().clientProperties();
        keys.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        keys.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        keys.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        keys.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Closing waits for the fetch that is under way, and behind a topic's end that one finds nothing.
        keys.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        return keys;
    }

    static Map<String, Object> serdes(VestibuleConfig config) {
        Map<String, Object> keys = config.kafka().clientProperties();
        keys.putAll(config.schemaRegistry().serdeProperties());
        return keys;
    }
}
