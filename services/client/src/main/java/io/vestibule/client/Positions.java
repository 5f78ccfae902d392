package io.vestibule.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Assigning topics without a group, and where their ends are. */
final class Positions {

    private Positions() {}

    static List<TopicPartition> partitionsOf(Consumer<?, ?> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + topic + "; has Vestibule been started on this cluster?");
        }
        return partitions.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Assigns partitions and fixes the positions before returning. */
    static void assign(Consumer<?, ?> consumer, List<TopicPartition> partitions, TopicFollower.From from) {
        consumer.assign(partitions);
        switch (from) {
            case START -> consumer.seekToBeginning(partitions);
            case END -> consumer.seekToEnd(partitions);
        }
        // Seeking is lazy; asking for the position makes it happen now, before a command is sent.
        partitions.forEach(consumer::position);
    }

    /** Assigns partitions, each from its first record that is not older; fixes the positions before returning. */
    static void assignSince(Consumer<?, ?> consumer, List<TopicPartition> partitions, Instant since) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
            consumer.position(partition);
        }
    }

    static boolean reached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
