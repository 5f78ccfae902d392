package io.vestibule.client;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
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

    static boolean reached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
