package io.vestibule.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.RoomUserKey;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what topics say now, from the start to the end that they have when they are asked. Only committed records are read;
 * a transaction that is being committed is waited for, two seconds at most, so that whoever has seen one of its records
 * sees all of them. Thread-safe.
 *
 * <p>Every method throws {@link NotConnectedException} if the broker cannot be used or stops answering, and Kafka's {@link
 * RecordDeserializationException}, which names partition and offset, at a record that was asked for and cannot be read.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STALLED = Duration.ofSeconds(30);

    // A transaction's records become readable partition by partition. Who has read an outcome, and asks for the view
    // that was
    // written with it, is to find it; but a writer that died in the middle is not to hold readers up.
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final Connection connection;

    private TopicReader(Connection connection) {
        this.connection = connection;
    }

    /** @throws NotConnectedException if the broker cannot be reached */
    public static TopicReader open(ClientSettings settings) {
        return new TopicReader(Connection.open(settings));
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
        return records(topic, room, () -> {});
    }

    /**
     * @param topic as in the catalogue, without a deployment's prefix
     * @param step called for every record of the partition that is read, for whoever tells of progress
     * @return every record of a topic that is keyed by this room, oldest first
     */
    public <V extends SpecificRecord> List<ConsumerRecord<byte[], V>> records(
            Topic<V> topic, RoomId room, Runnable step) {
        byte[] wanted = room.value().getBytes(UTF_8);
        return read(topic, room, key -> {
            step.run();
            return Arrays.equals(key, wanted);
        });
    }

    /**
     * Hands over every record of a topic, partition by partition in no fixed order, within a partition oldest first.
     *
     * @param topic as in the catalogue, without a deployment's prefix
     * @param each called on the caller's thread
     */
    public <V extends SpecificRecord> void scan(
            Topic<V> topic, java.util.function.Consumer<ConsumerRecord<byte[], V>> each) {
        Topic<V> named = connection.named(topic);
        try (Consumer<byte[], V> consumer = connection.consumer(named)) {
            readToEnd(consumer, Positions.partitionsOf(consumer, named.name()), each);
        } catch (KafkaException failure) {
            throw outwards(failure);
        }
    }

    /**
     * @param topic as in the catalogue, without a deployment's prefix
     * @return the record that stands there, or empty if there is none (any more)
     */
    public <V extends SpecificRecord> Optional<ConsumerRecord<byte[], V>> at(
            Topic<V> topic, int partition, long offset) {
        Topic<V> named = connection.named(topic);
        try (Consumer<byte[], V> consumer = connection.consumer(named)) {
            TopicPartition wanted = new TopicPartition(named.name(), partition);
            List<TopicPartition> only = List.of(wanted);
            if (!Positions.partitionsOf(consumer, named.name()).contains(wanted)
                    || offset >= consumer.endOffsets(only).getOrDefault(wanted, 0L)
                    || offset < consumer.beginningOffsets(only).getOrDefault(wanted, 0L)) {
                return Optional.empty();
            }
            consumer.assign(only);
            consumer.seek(wanted, offset);
            return first(consumer, wanted, offset);
        } catch (KafkaException failure) {
            throw outwards(failure);
        }
    }

    private <V> Optional<ConsumerRecord<byte[], V>> first(
            Consumer<byte[], V> consumer, TopicPartition in, long offset) {
        long deadline = System.nanoTime() + STALLED.toNanos();
        while (consumer.position(in) <= offset) {
            for (ConsumerRecord<byte[], V> read : consumer.poll(POLL)) {
                return read.offset() == offset ? Optional.of(read) : Optional.empty();
            }
            checkStall(deadline);
        }
        return Optional.empty();
    }

    private <V extends SpecificRecord> List<ConsumerRecord<byte[], V>> read(
            Topic<V> catalogued, RoomId room, Predicate<byte[]> wanted) {
        Topic<V> topic = connection.named(catalogued);
        // A partition holds many rooms: only what is wanted is decoded, and a bad record of another room is no matter.
        try (Consumer<byte[], byte[]> consumer = connection.consumer();
                Deserializer<V> values = connection.deserializer(topic)) {
            int count = Positions.partitionsOf(consumer, topic.name()).size();
            TopicPartition partition = new TopicPartition(topic.name(), RoomPartitions.of(room.value(), count));
            List<ConsumerRecord<byte[], V>> found = new ArrayList<>();
            readToEnd(consumer, List.of(partition), read -> {
                if (wanted.test(read.key())) {
                    found.add(decoded(read, values));
                }
            });
            return found;
        } catch (KafkaException failure) {
            throw outwards(failure);
        }
    }

    private static <V> ConsumerRecord<byte[], V> decoded(ConsumerRecord<byte[], byte[]> read, Deserializer<V> values) {
        return new ConsumerRecord<>(
                read.topic(),
                read.partition(),
                read.offset(),
                read.timestamp(),
                read.timestampType(),
                read.serializedKeySize(),
                read.serializedValueSize(),
                read.key(),
                value(read, values),
                read.headers(),
                read.leaderEpoch());
    }

    private static <V> @Nullable V value(ConsumerRecord<byte[], byte[]> read, Deserializer<V> values) {
        if (read.value() == null) {
            return null;
        }
        try {
            return values.deserialize(read.topic(), read.headers(), read.value());
        } catch (RuntimeException unreadable) {
            throw new RecordDeserializationException(
                    RecordDeserializationException.DeserializationExceptionOrigin.VALUE,
                    new TopicPartition(read.topic(), read.partition()),
                    read.offset(),
                    read.timestamp(),
                    read.timestampType(),
                    ByteBuffer.wrap(read.key()),
                    ByteBuffer.wrap(read.value()),
                    read.headers(),
                    "Error deserializing VALUE for partition " + read.topic() + '-' + read.partition() + " at offset "
                            + read.offset(),
                    unreadable);
        }
    }

    private <V> void readToEnd(
            Consumer<byte[], V> consumer,
            List<TopicPartition> partitions,
            java.util.function.Consumer<ConsumerRecord<byte[], V>> each) {
        Positions.assign(consumer, partitions, TopicFollower.From.START);
        Map<TopicPartition, Long> committed = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> written = connection.written(partitions);
        long patience = System.nanoTime() + SETTLING.toNanos();
        long deadline = System.nanoTime() + STALLED.toNanos();
        while (!Positions.reached(consumer, System.nanoTime() - patience < 0 ? written : committed)) {
            ConsumerRecords<byte[], V> polled = consumer.poll(POLL);
            polled.forEach(each);
            if (polled.isEmpty()) {
                checkStall(deadline);
            } else {
                deadline = System.nanoTime() + STALLED.toNanos();
            }
        }
    }

    private void checkStall(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw connection.refused("the broker gave no record for " + STALLED.toSeconds() + " s");
        }
    }

    private RuntimeException outwards(KafkaException failure) {
        return failure instanceof RecordDeserializationException ? failure : connection.refused(failure);
    }

    @Override
    public void close() {
        connection.close();
    }
}
