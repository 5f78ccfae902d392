package io.vestibule.topology.service.rebuild;

import io.vestibule.schemas.catalog.Keeping;
import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import io.vestibule.topology.Inputs;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Has each input read on behind what the ledger says was decided of it.
 *
 * <p>Where topics stay, an input is read on behind the highest offset of any task, and what another task had not reached is
 * put where it would stand keyed anew. Where topics are new, exactly what was not decided is copied. What was appended longer
 * before the ledger's end than inputs are kept counts as decided: a compacted feed holds older records than the ledger may.
 */
final class InputTransfer {

    private static final long ALL = Long.MAX_VALUE;

    private final Log log;
    private final Positions positions;
    private final Application application;
    private final AvroSerdes serdes;
    private final Prefixes prefixes;
    private long since;
    private long waiting;

    /**
     * Where topics were and where they are to be.
     *
     * @param from what stood in front of their names
     * @param to what stands in front of them
     * @param tasks how many partitions they had
     */
    record Prefixes(String from, String to, int tasks) {

        boolean same() {
            return from.equals(to);
        }
    }

    InputTransfer(Log log, Positions positions, Application application, AvroSerdes serdes, Prefixes prefixes) {
        this.log = log;
        this.positions = positions;
        this.application = application;
        this.serdes = serdes;
        this.prefixes = prefixes;
    }

    /**
     * @param decidedSince what was appended before this counts as decided, milliseconds since the epoch
     * @return how many records wait to be decided that a task had been passed by with
     */
    long transfer(long decidedSince) {
        this.since = decidedSince;
        for (Topic<?> input : Inputs.DIRECT) {
            transfer(input, null);
        }
        for (Inputs.Foreign<?> feed : Inputs.FOREIGN) {
            transfer(feed.topic(), new Rooms<>(feed));
        }
        log.flush();
        return waiting;
    }

    /** The room in a foreign record. */
    private final class Rooms<V extends SpecificRecord> {

        private final Inputs.Foreign<V> feed;
        private final Deserializer<V> values;

        Rooms(Inputs.Foreign<V> feed) {
            this.feed = feed;
            this.values = serdes.deserializer(feed.topic().prefixed(prefixes.from()));
        }

        /** @return empty for what is no record, or names none: it was buried, or is nothing to decide */
        Optional<String> of(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
                return Optional.empty();
            }
            try {
                String room = feed.room().apply(values.deserialize(record.topic(), record.headers(), record.value()));
                return room.isEmpty() ? Optional.empty() : Optional.of(room);
            } catch (BadRecordException bad) {
                return Optional.empty();
            }
        }
    }

    private void transfer(Topic<?> input, @Nullable Rooms<?> rooms) {
        if (prefixes.same()) {
            stay(input, rooms);
        } else {
            move(input, rooms);
        }
    }

    private void stay(Topic<?> input, @Nullable Rooms<?> rooms) {
        for (TopicPartition partition :
                log.partitions(input.prefixed(prefixes.from()).name())) {
            long floor = log.since(partition, since);
            long resume = Math.min(Math.max(positions.last(partition) + 1, floor), log.end(partition));
            application.resumeAt(partition, resume);
            if (rooms != null) {
                log.read(
                        partition,
                        floor,
                        resume,
                        record -> rooms.of(record)
                                .filter(room -> !isDecided(record, RoomPartitions.of(room, prefixes.tasks())))
                                .ifPresent(room -> {
                                    log.write(application.waiting(rooms.feed, room, record));
                                    waiting++;
                                }));
            }
        }
    }

    private void move(Topic<?> input, @Nullable Rooms<?> rooms) {
        String to = input.prefixed(prefixes.to()).name();
        if (input.keeping().cleanup() == Keeping.Cleanup.COMPACT) {
            copy(input, rooms, to, true);
            log.flush();
        }
        for (TopicPartition partition : log.partitions(to)) {
            application.resumeAt(partition, log.end(partition));
        }
        copy(input, rooms, to, false);
    }

    private void copy(Topic<?> input, @Nullable Rooms<?> rooms, String to, boolean decided) {
        for (TopicPartition partition :
                log.partitions(input.prefixed(prefixes.from()).name())) {
            long floor = log.since(partition, since);
            log.read(partition, 0, ALL, record -> {
                if (decided == (record.offset() < floor || isDecided(record, rooms))) {
                    log.write(new ProducerRecord<>(
                            to, null, record.timestamp(), record.key(), record.value(), record.headers()));
                    waiting += decided ? 0 : 1;
                }
            });
        }
    }

    private boolean isDecided(ConsumerRecord<byte[], byte[]> record, @Nullable Rooms<?> rooms) {
        return rooms == null
                ? isDecided(record, record.partition())
                : rooms.of(record)
                        .map(room -> isDecided(record, RoomPartitions.of(room, prefixes.tasks())))
                        .orElse(true);
    }

    private boolean isDecided(ConsumerRecord<byte[], byte[]> record, int task) {
        return positions.isDecided(new TopicPartition(record.topic(), record.partition()), record.offset(), task);
    }
}
