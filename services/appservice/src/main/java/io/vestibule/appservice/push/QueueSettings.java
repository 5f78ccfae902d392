package io.vestibule.appservice.push;

import io.vestibule.kit.config.AppserviceConfig;
import io.vestibule.kit.config.KafkaConfig;
import io.vestibule.matrix.id.AppserviceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** The consumer keys on which the promises of the queues rest. */
final class QueueSettings {

    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final int HEARTBEATS_PER_SESSION = 4;
    private static final int AT_ONCE = 50;

    private QueueSettings() {}

    static Map<String, Object> consumer(KafkaConfig kafka, AppserviceConfig config, AppserviceId service) {
        Map<String, Object> keys = new HashMap<>(kafka.clientProperties());
        int session = Math.toIntExact(SESSION.toMillis());
        keys.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        keys.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / HEARTBEATS_PER_SESSION);
        keys.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupPrefix() + service);
        keys.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        keys.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        keys.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        keys.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        keys.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        keys.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE);
        keys.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return keys;
    }
}
