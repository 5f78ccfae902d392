package io.vestibule.bench.topology;

import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what sync services would show. */
final class InvitedCount {

    private static final Duration POLL = Duration.ofMillis(200);

    private InvitedCount() {}

    /** @return how many invites of users stand in the view, committed */
    static int of(String bootstrap) {
        Map<String, Object> keys = new HashMap<>(Map.of(
                "bootstrap.servers",
                bootstrap,
                "schema.registry.url",
                "embedded",
                "isolation.level",
                "read_committed"));
        Set<String> invited = new HashSet<>();
        try (AvroSerdes serdes = AvroSerdes.of(keys);
                KafkaConsumer<byte[], InviteView> consumer = new KafkaConsumer<>(
                        keys, new ByteArrayDeserializer(), serdes.deserializer(Topics.INVITES_STATE))) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.INVITES_STATE.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], InviteView> found : consumer.poll(POLL)) {
                    if (found.value() != null && found.value().getState() == InviteStateType.INVITED) {
                        invited.add(
                                found.value().getRoomId() + " " + found.value().getUserId());
                    }
                }
            }
        }
        return invited.size();
    }
}
