package io.vestibule.schemas.catalog;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How a deployment lays the catalogue out: prefix, partitions, replicas. Immutable.
 *
 * <p>All topics have the same number of partitions, since everything that meets in one task must be partitioned alike.
 * Changing it is a new application ID, new topics and a rebuild.
 *
 * @param prefix in front of every topic name, may be empty
 * @param partitions of every topic
 * @param replicationFactor of every topic, -1 for the cluster's default
 * @param retention how long topics keep their records that do not do so as the catalogue says, by the catalogue's names
 */
public record TopicLayout(String prefix, int partitions, short replicationFactor, Map<String, Duration> retention) {

    /** Partitions of an embedded broker's topics. */
    public static final int EMBEDDED_PARTITIONS = 4;

    /** Partitions of a cluster's topics. */
    public static final int CLUSTER_PARTITIONS = 48;

    private static final short CLUSTER_DEFAULT = -1;

    /** A layout in which every topic keeps its records as the catalogue says. */
    public TopicLayout(String prefix, int partitions, short replicationFactor) {
        this(prefix, partitions, replicationFactor, Map.of());
    }

    public TopicLayout {
        retention = Map.copyOf(retention);
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1, not " + partitions);
        }
        if (replicationFactor < 1 && replicationFactor != CLUSTER_DEFAULT) {
            throw new IllegalArgumentException(
                    "replication factor must be at least 1, or -1 for the cluster's default, not " + replicationFactor);
        }
        if (!prefix.matches("[a-zA-Z0-9._-]*")) {
            throw new IllegalArgumentException("not a topic prefix (letters, digits, '.', '_', '-'): " + prefix);
        }
    }

    /** @return the layout of the embedded broker: no prefix, 4 partitions, one replica */
    public static TopicLayout embedded() {
        return new TopicLayout("", EMBEDDED_PARTITIONS, (short) 1);
    }

    /** @return the layout of a cluster: 48 partitions, the cluster's own replication factor */
    public static TopicLayout cluster(String prefix) {
        return new TopicLayout(prefix, CLUSTER_PARTITIONS, CLUSTER_DEFAULT);
    }

    /** @return every topic of the catalogue under this layout's prefix */
    public List<Topic<?>> topics() {
        return Topics.all().stream()
                .<Topic<?>>map(topic -> topic.prefixed(prefix))
                .toList();
    }

    /** @return how the topic keeps its records in this layout */
    public Keeping keepingOf(Topic<?> topic) {
        String catalogued = topic.name().substring(prefix.length());
        return Optional.ofNullable(retention.get(catalogued))
                .map(topic.keeping()::during)
                .orElse(topic.keeping());
    }

    /** @return what has to be created for the topics */
    List<NewTopic> newTopics(Collection<Topic<?>> topics) {
        return topics.stream().map(this::newTopic).toList();
    }

    private NewTopic newTopic(Topic<?> topic) {
        Optional<Short> replicas = replicationFactor < 1 ? Optional.empty() : Optional.of(replicationFactor);
        return new NewTopic(topic.name(), Optional.of(partitions), replicas).configs(topicConfig(topic));
    }

    /** @return the topic keys that a topic has in this layout */
    Map<String, String> topicConfig(Topic<?> topic) {
        Map<String, String> config = new LinkedHashMap<>(keepingOf(topic).topicConfig());
        if (replicationFactor == 1 && topic.writer() == Writer.INGRESS) {
            // A peer forgets an invite once it has our 200, and no other replica holds it when the machine loses power.
            config.put("flush.messages", "1");
        }
        return config;
    }
}
