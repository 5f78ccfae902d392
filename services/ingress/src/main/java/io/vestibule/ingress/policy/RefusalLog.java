package io.vestibule.ingress.policy;

import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.InviteRefusal;
import io.vestibule.schemas.catalog.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends refusals, one record each, keyed by room. Nobody waits for them: a refusal needs no log to be true, so one that
 * cannot be kept is logged and the inviter refused all the same. Thread-safe.
 */
public final class RefusalLog implements Permits.Refusals {

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<InviteRefusal> serializer;
    private final Topic<InviteRefusal> topic;
    private final Metrics metrics;

    /**
     * @param producer belongs to whoever made it
     * @param serializer writes the values
     * @param topic the topic under its full name
     * @param metrics counts
     */
    public RefusalLog(
            Producer<byte[], byte[]> producer,
            Serializer<InviteRefusal> serializer,
            Topic<InviteRefusal> topic,
            Metrics metrics) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
        this.metrics = metrics;
    }

    /** May block for a second while the brokers cannot be reached. */
    @Override
    public void append(InviteRefusal refusal) {
        metrics.counter(Metric.INVITES_POLICY_REFUSED, refusal.getKind().name().toLowerCase(Locale.ROOT))
                .increment();
        try {
            byte[] key = refusal.getRoomId().getBytes(StandardCharsets.UTF_8);
            byte[] value = serializer.serialize(topic.name(), refusal);
            producer.send(new ProducerRecord<>(topic.name(), key, value), (at, failure) -> {
                if (failure != null) {
                    lost(refusal, failure);
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            lost(refusal, failure);
        }
    }

    private static void lost(InviteRefusal refusal, Exception failure) {
        log.atWarn()
                .addKeyValue(LogKeys.EVENT_ID, refusal.getEventId())
                .addKeyValue(LogKeys.REASON, refusal.getKind())
                .setCause(failure)
                .log("the refusal of an invite could not be kept");
    }
}
