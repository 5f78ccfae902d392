package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.catalog.FailedRecord;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Keys a foreign producer's record by the room in its value: their keys are not trusted, and not every client hashes keys
 * as Java does. A record that stands in its room's partition goes on to the rooms of this task, any other one to the topic
 * that leads to its room's; so all records of one key and one room go the same way and stay in their order. What is no
 * record of the topic goes to the dead letters.
 *
 * @param <V> the topic's value
 */
final class RekeyProcessor<V extends SpecificRecord> implements Processor<byte[], byte[], byte[], byte[]> {

    static final String STAGE = "topology.rekey";

    private final Rekeying<V> rekeying;
    private final TopologyObserver observer;
    private final ReadyRecords ready;
    private final Deserializer<V> values;
    private final Serializer<DeadLetter> deadLetters;
    private final String deadLetterTopic;
    private ProcessorContext<byte[], byte[]> context;

    /**
     * Nodes that take records.
     *
     * @param own takes those of rooms that this task has
     * @param strays takes those of rooms that another task may have
     * @param deadLetters takes what is no record of the topic
     */
    record Ways(String own, String strays, String deadLetters) {}

    /**
     * One foreign topic.
     *
     * @param feed the topic
     * @param ways where its records go on
     * @param layout how topics are laid out
     */
    record Rekeying<V extends SpecificRecord>(Inputs.Foreign<V> feed, Ways ways, TopicLayout layout) {}

    private enum Way {
        OWN,
        STRAY,
        NOWHERE
    }

    @SuppressWarnings("NullAway.Init") // Streams calls init before process
    RekeyProcessor(Rekeying<V> rekeying, AvroSerdes serdes, TopologyObserver observer, ReadyRecords ready) {
        String prefix = rekeying.layout().prefix();
        this.observer = observer;
        this.ready = ready;
        this.rekeying = rekeying;
        this.values = serdes.deserializer(rekeying.feed().topic().prefixed(prefix));
        this.deadLetters = serdes.serializer(Topics.INVITES_DEAD_LETTERS.prefixed(prefix));
        this.deadLetterTopic = Topics.INVITES_DEAD_LETTERS.prefixed(prefix).name();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        // A compacted feed forgets a record with an empty one, which says nothing of the room.
        Way way = record.value() == null ? Way.NOWHERE : passOn(record);
        // A record of this task's rooms has been counted where it was decided.
        if (way != Way.OWN && ready.isLast(way == Way.STRAY && rekeying.feed().awaited())) {
            context.commit();
        }
    }

    private Way passOn(Record<byte[], byte[]> record) {
        RecordMetadata read = context.recordMetadata().orElseThrow();
        String room;
        try {
            room = room(record, read);
        } catch (BadRecordException bad) {
            bury(record, read, bad);
            return Way.NOWHERE;
        }
        Record<byte[], byte[]> keyed = record.withKey(room.getBytes(UTF_8));
        Origin.mark(keyed.headers(), read);
        boolean own = RoomPartitions.of(room, rekeying.layout().partitions())
                == context.taskId().partition();
        context.forward(keyed, own ? rekeying.ways().own() : rekeying.ways().strays());
        return own ? Way.OWN : Way.STRAY;
    }

    private String room(Record<byte[], byte[]> record, RecordMetadata read) {
        V value = values.deserialize(read.topic(), record.headers(), record.value());
        String room = rekeying.feed().room().apply(value);
        if (room.isEmpty()) {
            throw new BadRecordException(read.topic() + ": the record names no room");
        }
        return room;
    }

    private void bury(Record<byte[], byte[]> record, RecordMetadata read, BadRecordException bad) {
        FailedRecord failed =
                new FailedRecord(read.topic(), read.partition(), read.offset(), record.key(), record.value());
        observer.buried(STAGE);
        DeadLetter letter =
                failed.deadLetter(STAGE, String.valueOf(bad.getMessage()), bad, context.currentSystemTimeMs());
        byte[] bytes = deadLetters.serialize(deadLetterTopic, letter);
        context.forward(
                new Record<>(record.key(), bytes, record.timestamp()),
                rekeying.ways().deadLetters());
    }
}
