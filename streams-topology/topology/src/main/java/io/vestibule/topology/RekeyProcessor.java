package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.catalog.FailedRecord;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Keys a foreign producer's record by the room in its value: their keys are not trusted, and not every client hashes keys
 * as Java does. Sends it on to the topic that leads to the room's task, or past that to the decider of its own task. What is no
 * record of the topic goes to the dead letters.
 *
 * @param <V> the topic's value
 */
final class RekeyProcessor<V extends SpecificRecord> implements Processor<byte[], byte[], byte[], byte[]> {

    static final String STAGE = "topology.rekey";

    private final Rekeying<V> rekeying;
    private final TopologyObserver observer;
    private final ReadyRecords ready;
    private final Bypass<V> bypass;
    private final Deserializer<V> values;
    private final Serializer<DeadLetter> deadLetters;
    private final String deadLetterTopic;
    private ProcessorContext<byte[], byte[]> context;

    /**
     * One foreign topic.
     *
     * @param topic the topic
     * @param room the room in its value
     * @param awaited whether somebody waits for what becomes of a record
     * @param next the node that takes keyed records
     * @param deadLetters the node that takes the others
     */
    record Rekeying<V extends SpecificRecord>(
            Topic<V> topic, Function<V, String> room, boolean awaited, String next, String deadLetters) {}

    private enum Way {
        STRAIGHT,
        LONG,
        NOWHERE
    }

    @SuppressWarnings("NullAway.Init") // Streams calls init before process
    RekeyProcessor(
            Rekeying<V> rekeying,
            Bypass<V> bypass,
            AvroSerdes serdes,
            String prefix,
            TopologyObserver observer,
            ReadyRecords ready) {
        this.bypass = bypass;
        this.observer = observer;
        this.ready = ready;
        this.rekeying = rekeying;
        this.values = serdes.deserializer(rekeying.topic());
        this.deadLetters = serdes.serializer(Topics.INVITES_DEAD_LETTERS.prefixed(prefix));
        this.deadLetterTopic = Topics.INVITES_DEAD_LETTERS.prefixed(prefix).name();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        bypass.init(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        // A compacted feed forgets a record with an empty one, which says nothing of the room.
        Way way = record.value() == null ? Way.NOWHERE : passOn(record);
        // What went past the topic has been counted where it was decided.
        if (way != Way.STRAIGHT && ready.isLast(way == Way.LONG && rekeying.awaited())) {
            context.commit();
        }
    }

    private Way passOn(Record<byte[], byte[]> record) {
        RecordMetadata read = context.recordMetadata().orElseThrow();
        V value;
        String room;
        try {
            value = values.deserialize(read.topic(), record.headers(), record.value());
            room = room(value, read);
        } catch (BadRecordException bad) {
            bury(record, read, bad);
            return Way.NOWHERE;
        }
        Record<byte[], byte[]> keyed = record.withKey(room.getBytes(UTF_8));
        Origin.mark(keyed.headers(), read);
        String straight = bypass.around(value, read);
        context.forward(keyed, straight == null ? rekeying.next() : straight);
        return straight == null ? Way.LONG : Way.STRAIGHT;
    }

    private String room(V value, RecordMetadata read) {
        String room = rekeying.room().apply(value);
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
        context.forward(new Record<>(record.key(), bytes, record.timestamp()), rekeying.deadLetters());
    }
}
