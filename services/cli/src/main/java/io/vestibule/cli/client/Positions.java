package io.vestibule.cli.client;

import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Assigning whole topics without a group. */
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

    /** Assigns every partition and fixes the position at its present end before returning. */
    static void assignAtEnd(Consumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = partitionsOf(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // seekToEnd is lazy; asking for the position makes it happen now, before a command is sent.
        partitions.forEach(consumer::position);
    }
}
