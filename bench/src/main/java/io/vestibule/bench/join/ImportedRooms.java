package io.vestibule.bench.join;

import io.vestibule.bench.WrongResultException;
import io.vestibule.schemas.ImportManifest;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what has been imported. */
final class ImportedRooms {

    private static final Duration POLL = Duration.ofMillis(200);

    private ImportedRooms() {}

    /** Every event has been imported as a whole and verified, and the manifests say the same. */
    static void verify(String bootstrap, int expected) {
        Map<String, Object> keys =
                new HashMap<>(Map.of("bootstrap.servers", bootstrap, "schema.registry.url", "embedded"));
        int events = 0;
        int manifested = 0;
        try (AvroSerdes serdes = AvroSerdes.of(keys);
                KafkaConsumer<byte[], ImportRecord> consumer = new KafkaConsumer<>(
                        keys, new ByteArrayDeserializer(), serdes.deserializer(Topics.ROOMS_IMPORTED))) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ROOMS_IMPORTED.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], ImportRecord> found : consumer.poll(POLL)) {
                    ImportManifest manifest = found.value().getManifest();
                    if (manifest != null) {
                        manifested += manifest.getStateCount();
                        WrongResultException.unless(
                                manifest.getUnverifiedEventIds().isEmpty()
                                        && manifest.getRedactedEventIds().isEmpty()
                                        && manifest.getDroppedEventIds().isEmpty(),
                                "an import dropped, redacted or did not verify events");
                    } else {
                        events++;
                    }
                }
            }
        }
        WrongResultException.unless(
                events == expected && manifested == expected,
                expected + " events were sent, " + events + " imported, " + manifested + " are in manifests");
    }
}
