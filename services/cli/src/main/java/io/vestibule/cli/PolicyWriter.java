package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.client.ClientSettings;
import io.vestibule.client.NotConnectedException;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes one rule, or its end. */
final class PolicyWriter {

    private static final int PATIENCE_MS = 10_000;

    private PolicyWriter() {}

    /**
     * @param rule the rule, null to take it back
     * @throws NotConnectedException if nothing listens where the brokers should be
     */
    static void write(ClientSettings settings, String id, @Nullable PolicyRule rule)
            throws InterruptedException, ExecutionException {
        settings.requireReachable();
        Topic<PolicyRule> topic = Topics.INVITES_POLICY.prefixed(settings.topicPrefix());
        Map<String, Object> keys = new HashMap<>(settings.kafka());
        keys.put(ProducerConfig.ACKS_CONFIG, "all");
        keys.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        keys.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        keys.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        keys.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        Map<String, Object> registry = new HashMap<>(settings.kafka());
        registry.putAll(settings.schemaRegistry());
        try (AvroSerdes serdes = AvroSerdes.of(registry);
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(keys, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte @Nullable [] value =
                    rule == null ? null : serdes.serializer(topic).serialize(topic.name(), rule);
            producer.send(new ProducerRecord<>(topic.name(), id.getBytes(UTF_8), value))
                    .get();
        }
    }
}
