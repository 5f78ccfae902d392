package io.vestibule.topology.service.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.topology.Inputs;
import io.vestibule.topology.InternalTopics;
import io.vestibule.topology.LedgerFold;
import io.vestibule.topology.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The application that is made: its internal topics, named and laid out as Kafka Streams would, and its position. */
final class Application {

    private final String id;
    private final TopicLayout layout;
    private final Admin admin;
    private final Map<TopicPartition, OffsetAndMetadata> resume = new HashMap<>();

    Application(String id, TopicLayout layout, Admin admin) {
        this.id = id;
        this.layout = layout;
        this.admin = admin;
    }

    void createTopics() {
        List<NewTopic> topics = new ArrayList<>();
        InternalTopics.of(id).forEach((name, keys) -> topics.add(topic(name, keys)));
        Preconditions.await(admin.createTopics(topics).all());
    }

    private NewTopic topic(String name, Map<String, String> keys) {
        Optional<Short> replicas =
                layout.replicationFactor() < 1 ? Optional.empty() : Optional.of(layout.replicationFactor());
        return new NewTopic(name, Optional.of(layout.partitions()), replicas).configs(keys);
    }

    /** @return what the store's changelog says of a section's key */
    ProducerRecord<byte[], byte[]> kept(Section section, byte[] key, byte[] value) {
        return new ProducerRecord<>(
                InternalTopics.changelog(id),
                LedgerFold.partition(section, key, layout.partitions()),
                section.stored(key),
                value);
    }

    /** @return a record of others, keyed anew, as the application would have done it itself */
    ProducerRecord<byte[], byte[]> waiting(Inputs.Foreign<?> feed, String room, ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        Inputs.mark(headers, record.topic(), record.partition(), record.offset());
        return new ProducerRecord<>(
                InternalTopics.repartition(id, feed),
                RoomPartitions.of(room, layout.partitions()),
                record.timestamp(),
                room.getBytes(UTF_8),
                record.value(),
                headers);
    }

    void resumeAt(TopicPartition input, long offset) {
        resume.put(input, new OffsetAndMetadata(offset));
    }

    /** Last of all: from here on the application counts as used. */
    void commit() {
        Preconditions.await(admin.alterConsumerGroupOffsets(id, resume).all());
    }
}
