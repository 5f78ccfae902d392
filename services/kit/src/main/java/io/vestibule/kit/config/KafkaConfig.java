package io.vestibule.kit.config;

import io.vestibule.schemas.catalog.TopicLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The {@code kafka} section. Any further key is a raw client key and passed through. Immutable.
 *
 * @param bootstrapServers the brokers to start from; empty means the embedded broker
 * @param embeddedListen where the embedded broker listens; port 0 asks for a free one
 * @param embeddedFlush whether the embedded broker has every record on the disk before it answers
 * @param topics how the topics are laid out
 * @param clientKeys raw keys for every Kafka client
 */
public record KafkaConfig(
        List<HostPort> bootstrapServers,
        HostPort embeddedListen,
        boolean embeddedFlush,
        TopicLayout topics,
        ClientKeys clientKeys) {

    private static final String EMBEDDED = "embedded";

    static final Key<List<String>> BOOTSTRAP_SERVERS = Key.list(
            "kafka.bootstrap-servers",
            EMBEDDED,
            "The brokers to start from, as host:port, or 'embedded' for a broker inside this process.",
            KafkaConfig::broker);
    static final Key<HostPort> EMBEDDED_LISTEN = Key.of(
            "kafka.embedded.listen",
            "127.0.0.1:9092",
            "Where the embedded broker listens; port 0 takes a free one.",
            HostPort::parse);
    static final Key<Boolean> EMBEDDED_FLUSH = Key.of(
            "kafka.embedded.flush",
            "true",
            "Whether the embedded broker has every record on the disk before it says that it has it, so that a power cut takes"
                    + " nothing that anybody was told of. Without that it is quicker, and a power cut may leave its topics at odds"
                    + " with one another.",
            Syntax::bool);
    static final Key<Optional<String>> TOPIC_PREFIX =
            Key.optional("kafka.topics.prefix", "Stands in front of every topic name.", Syntax::text);
    static final Key<Optional<Integer>> PARTITIONS = Key.optional(
            "kafka.topics.partitions",
            "The partitions of every topic; left out, 4 on the embedded broker and 48 on a cluster.",
            Syntax::integer);
    static final Key<Optional<Integer>> REPLICATION_FACTOR = Key.optional(
            "kafka.topics.replication-factor",
            "The replicas of topics that are created; left out, the cluster's own default.",
            Syntax::integer);
    static final List<Key<?>> KEYS =
            List.of(BOOTSTRAP_SERVERS, EMBEDDED_LISTEN, EMBEDDED_FLUSH, TOPIC_PREFIX, PARTITIONS, REPLICATION_FACTOR);

    public KafkaConfig {
        bootstrapServers = List.copyOf(bootstrapServers);
    }

    static KafkaConfig read(Settings settings) {
        List<String> brokers = settings.get(BOOTSTRAP_SERVERS);
        if (brokers.isEmpty() || (brokers.contains(EMBEDDED) && brokers.size() > 1)) {
            throw new ConfigException(
                    BOOTSTRAP_SERVERS + ": " + brokers + ": expected 'embedded' alone, or one host:port or more");
        }
        List<HostPort> cluster = brokers.contains(EMBEDDED)
                ? List.of()
                : brokers.stream().map(HostPort::parse).toList();
        return new KafkaConfig(
                cluster,
                settings.get(EMBEDDED_LISTEN),
                settings.get(EMBEDDED_FLUSH),
                layout(settings, cluster.isEmpty()),
                settings.clientKeys("kafka.", KEYS));
    }

    private static TopicLayout layout(Settings settings, boolean embedded) {
        TopicLayout usual = embedded ? TopicLayout.embedded() : TopicLayout.cluster("");
        int partitions = settings.get(PARTITIONS).orElse(usual.partitions());
        int replicas = settings.get(REPLICATION_FACTOR).orElse((int) usual.replicationFactor());
        Syntax.within(PARTITIONS, partitions, 1, 10_000);
        Syntax.within(REPLICATION_FACTOR, replicas, -1, Short.MAX_VALUE);
        try {
            return new TopicLayout(
                    settings.get(TOPIC_PREFIX).orElse(""),
                    partitions,
                    (short) replicas,
                    RetentionConfig.topics(settings));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("kafka.topics: " + e.getMessage(), e);
        }
    }

    private static String broker(String text) {
        return text.equals(EMBEDDED) ? text : HostPort.parse(text).toString();
    }

    /** @return whether the broker runs inside this process */
    public boolean isEmbedded() {
        return bootstrapServers.isEmpty();
    }

    /** @return what Kafka clients call {@code bootstrap.servers}; for the embedded broker, where it listens */
    public String bootstrap() {
        return isEmbedded()
                ? embeddedListen.toString()
                : bootstrapServers.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    /** @return the keys that every Kafka client starts with: {@code bootstrap.servers} and the raw keys; a fresh map */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(clientKeys.values());
        properties.put("bootstrap.servers", bootstrap());
        return properties;
    }

    /** @return the same, with the address that the embedded broker really took */
    public KafkaConfig listeningOn(HostPort actual) {
        return new KafkaConfig(bootstrapServers, actual, embeddedFlush, topics, clientKeys);
    }
}
