package io.vestibule.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.schemas.catalog.RoomPartitions;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.schemas.serde.BadRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Topics in memory, through the real serdes. What an editor leaves out keeps its offset, as an aborted record does. */
final class LogOnPaper implements LogReader {

    static final int PARTITIONS = 3;

    private record Spot(String topic, int partition) {}

    private record Row(long offset, Instant at, String key, byte @Nullable [] value) {}

    /** Changes a record before it is written. */
    @FunctionalInterface
    interface Editor {

        /** @return what is written in its place, null for nothing */
        @Nullable
        SpecificRecord edit(Topic<?> topic, SpecificRecord value);
    }

    private final AvroSerdes serdes = AvroSerdes.of(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
    private final Map<Spot, List<Row>> rows = new HashMap<>();
    private final Map<Spot, Long> ends = new HashMap<>();
    private final Set<Spot> cut = new HashSet<>();
    private final Instant takenAt;
    private final Editor editor;

    LogOnPaper(Instant takenAt, Editor editor) {
        this.takenAt = takenAt;
        this.editor = editor;
    }

    /** Writes a record as its writer does: by the room that its key begins with. */
    <V extends SpecificRecord> Place append(Topic<V> topic, String key, @Nullable V value, Instant at) {
        SpecificRecord edited = value == null ? null : editor.edit(topic, value);
        if (value != null && edited == null) {
            return next(topic, key);
        }
        @SuppressWarnings("unchecked")
        byte[] bytes = edited == null ? null : serdes.serializer(topic).serialize(topic.name(), (V) edited);
        return appendBytes(topic, key, bytes, at);
    }

    Place appendBytes(Topic<?> topic, String key, byte @Nullable [] bytes, Instant at) {
        Place place = next(topic, key);
        rows.computeIfAbsent(new Spot(topic.name(), place.partition()), fresh -> new ArrayList<>())
                .add(new Row(place.offset(), at, key, bytes));
        return place;
    }

    private Place next(Topic<?> topic, String key) {
        int partition = RoomPartitions.ofRoomUser(key.getBytes(UTF_8), PARTITIONS);
        long offset = ends.merge(new Spot(topic.name(), partition), 1L, Long::sum) - 1;
        return new Place(topic.name(), partition, offset);
    }

    /** Lets go of what a topic has had so far. */
    void cut(Topic<?> topic) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Spot spot = new Spot(topic.name(), partition);
            rows.remove(spot);
            cut.add(spot);
        }
    }

    @Override
    public Instant takenAt() {
        return takenAt;
    }

    @Override
    public int partitions() {
        return PARTITIONS;
    }

    @Override
    public boolean isCut(Topic<?> topic, int partition) {
        return cut.contains(new Spot(topic.name(), partition));
    }

    @Override
    public <V extends SpecificRecord> void read(Topic<V> topic, int partition, Sink<V> sink) {
        for (Row row : rows.getOrDefault(new Spot(topic.name(), partition), List.of())) {
            Place place = new Place(topic.name(), partition, row.offset());
            try {
                V value = serdes.deserializer(topic).deserialize(topic.name(), row.value());
                sink.record(new LogEntry<>(place, row.at(), row.key(), value));
            } catch (BadRecordException bad) {
                sink.unreadable(place, row.at(), String.valueOf(bad.getMessage()));
            }
        }
    }
}
