package io.vestibule.ingress.scene;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the log has. */
public final class LogReader {

    private LogReader() {}

    /** Every fact under a prefix, up to where the log ends now. */
    public static List<ConsumerRecord<String, InviteReceived>> received(String bootstrap, String prefix) {
        Topic<InviteReceived> topic = Topics.INVITES_RECEIVED.prefixed(prefix);
        List<ConsumerRecord<String, InviteReceived>> facts = new ArrayList<>();
        try (AvroSerdes serdes = AvroSerdes.of(registry(bootstrap));
                KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(fetched -> facts.add(read(serdes, topic, fetched)));
            }
        }
        return facts;
    }

    /** The registry without a process: schema IDs live in a topic beside the others. */
    static Map<String, Object> registry(String bootstrap) {
        return Map.of("schema.registry.url", "embedded", "bootstrap.servers", bootstrap);
    }

    private static ConsumerRecord<String, InviteReceived> read(
            AvroSerdes serdes, Topic<InviteReceived> topic, ConsumerRecord<String, byte[]> fetched) {
        return new ConsumerRecord<>(
                fetched.topic(),
                fetched.partition(),
                fetched.offset(),
                fetched.key(),
                serdes.deserializer(topic).deserialize(topic.name(), fetched.value()));
    }
}
