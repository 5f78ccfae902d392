package io.vestibule.schemas.catalog;

import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * {@link RoomPartitions} as a producer's {@code partitioner.class}, for producers of {@code invites.state} outside Kafka
 * Streams (restores, tests). Stateless, thread-safe.
 */
public final class RoomUserPartitioner implements Partitioner {

    /** Named in {@code partitioner.class}. */
    public RoomUserPartitioner() {}

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        if (keyBytes == null) {
            throw new IllegalArgumentException("a record of " + topic + " has no key, so it has no partition");
        }
        return RoomPartitions.ofRoomUser(keyBytes, cluster.partitionCountForTopic(topic));
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
