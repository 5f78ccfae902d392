package io.vestibule.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads what the topics say of one room: its partition from the start to the end that it has now. Not thread-safe. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final VestibuleConfig config;
    private final AvroSerdes serdes;

    private TopicReader(VestibuleConfig config, AvroSerdes serdes) {
        this.config = config;
        this.serdes = serdes;
    }

    /** @throws NotConnectedException if the broker cannot be reached */
    public static TopicReader open(VestibuleConfig config) {
        Reachability.check(config);
        return new TopicReader(config, AvroSerdes.of(ClientKeys.serdes(config)));
    }

    /** @return what sync services show of the user's invite to the room, or empty if there never was one */
    public Optional<InviteView> view(RoomId room, UserId user) {
        byte[] wanted = new RoomUserKey(room.value(), user.value()).encode();
        List<ConsumerRecord<byte[], InviteView>> records =
                read(Topics.INVITES_STATE, room, key -> Arrays.equals(key, wanted));
        return records.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(records.getLast().value());
    }

    /**
     * @param topic as in the catalogue, without a deployment's prefix
     * @return every record of a topic that is keyed by this room, oldest first
     */
    public <V extends SpecificRecord> List<ConsumerRecord<byte[], V>> records(Topic<V> topic, RoomId room) {
        byte[] wanted = room.value().getBytes(UTF_8);
        return read(topic, room, key -> Arrays.equals(key, wanted));
    }

    private <V extends SpecificRecord> List<ConsumerRecord<byte[], V>> read(
            Topic<V> catalogued, RoomId room, Predicate<byte[]> wanted) {
        Topic<V> topic = catalogued.prefixed(config.kafka().topics().prefix());
        try (Consumer<byte[], V> consumer =
                new KafkaConsumer<>(ClientKeys.consumer(config), ClientKeys.BYTES_IN, serdes.deserializer(topic))) {
            int count = Positions.partitionsOf(consumer, topic.name()).size();
            TopicPartition partition = new TopicPartition(topic.name(), RoomPartitions.of(room.value(), count));
            return readToEnd(consumer, partition, wanted);
        } catch (KafkaException failure) {
            throw new NotConnectedException(config, failure);
        }
    }

    private static <V> List<ConsumerRecord<byte[], V>> readToEnd(
            Consumer<byte[], V> consumer, TopicPartition partition, Predicate<byte[]> wanted) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        List<ConsumerRecord<byte[], V>> found = new ArrayList<>();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], V> record : consumer.poll(POLL)) {
                if (wanted.test(record.key())) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        serdes.close();
    }
}
