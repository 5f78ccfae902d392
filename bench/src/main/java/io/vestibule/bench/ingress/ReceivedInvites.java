package io.vestibule.bench.ingress;

import io.vestibule.bench.WrongResultException;
import io.vestibule.schemas.InviteReceived;
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

/** Reads what ingress has kept. */
final class ReceivedInvites {

    private static final Duration POLL = Duration.ofMillis(200);

    private ReceivedInvites() {}

    /** @return the ID of every invite that stands on the topic; an invite that stands there twice is wrong */
    static Set<String> read(String bootstrap) {
        Map<String, Object> keys =
                new HashMap<>(Map.of("bootstrap.servers", bootstrap, "schema.registry.url", "embedded"));
        Set<String> ids = new HashSet<>();
        try (AvroSerdes serdes = AvroSerdes.of(keys);
                KafkaConsumer<byte[], InviteReceived> consumer = new KafkaConsumer<>(
                        keys, new ByteArrayDeserializer(), serdes.deserializer(Topics.INVITES_RECEIVED))) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.INVITES_RECEIVED.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], InviteReceived> found : consumer.poll(POLL)) {
                    WrongResultException.unless(
                            ids.add(found.value().getEventId()),
                            "invite " + found.value().getEventId() + " was kept twice");
                }
            }
        }
        return ids;
    }
}
