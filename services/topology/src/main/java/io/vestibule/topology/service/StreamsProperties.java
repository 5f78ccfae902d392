package io.vestibule.topology.service;

import io.vestibule.kit.config.TopologyConfig;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.catalog.SizeBudget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Streams keys on which the promises rest. Those of the deployment come first, and may change what is not set here. */
final class StreamsProperties {

    /** A heartbeat is how an instance learns that another has left. */
    private static final int HEARTBEATS_PER_SESSION = 20;

    private static final int GLOBAL_FETCH_WAIT_MS = 50;
    private static final int COMMIT_MS = 100;
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int RESTORE_FETCH_WAIT_MS = 20;

    private StreamsProperties() {}

    static Properties of(VestibuleConfig config, Path stateDir, String instance) {
        TopologyConfig topology = config.topology();
        Properties keys = new Properties();
        keys.putAll(config.kafka().clientProperties());
        keys.put(StreamsConfig.APPLICATION_ID_CONFIG, topology.applicationId());
        keys.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        keys.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        keys.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        keys.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, topology.cluster().threads());
        keys.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, topology.cluster().standbyReplicas());
        keys.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int)
                config.kafka().topics().replicationFactor());
        keys.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        keys.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        keys.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class.getName());
        keys.put(SmallStores.STORES, config.kafka().topics().partitions());
        keys.put(SmallStores.MEMORY, topology.cluster().storeMemory().bytes());
        SizeBudget.internalTopicConfig().forEach((name, value) -> keys.put(StreamsConfig.topicPrefix(name), value));
        pace(keys);
        membership(keys, topology.cluster(), instance);
        return keys;
    }

    /**
     * Whoever waits is served by commit() in the processor; the interval is for the rest (docs/design/decider.md). Nothing
     * can be read before its transaction ends, and the end sends what lingers: a producer that does not wait would only send
     * more and smaller requests.
     */
    private static void pace(Properties keys) {
        keys.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MS);
        keys.put(StreamsConfig.POLL_MS_CONFIG, 100);
        keys.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        Map<String, Object> producer = Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                COMMIT_MS,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                1,
                ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                5,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                SizeBudget.PRODUCER_REQUEST);
        producer.forEach((name, value) -> keys.put(StreamsConfig.producerPrefix(name), value));
        // A broker serves one request of a connection at a time. Behind a fetch that waits for records which never
        // come, the next store's question for its offsets waits too: an idle start would take that long for every
        // few stores.
        keys.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), RESTORE_FETCH_WAIT_MS);
        keys.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), GLOBAL_FETCH_WAIT_MS);
    }

    private static void membership(Properties keys, TopologyConfig.Cluster cluster, String instance) {
        int session = Math.toIntExact(cluster.session().toMillis());
        keys.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        keys.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        keys.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                session / HEARTBEATS_PER_SESSION);
        keys.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    }
}
