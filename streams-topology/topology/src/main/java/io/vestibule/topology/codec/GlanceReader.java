package io.vestibule.topology.codec;

import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.StoredInvite;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads of an invite's stored value where it stands, and passes over the rest, the events and the room's state above all. For
 * those who look at every invite. Thread-safe.
 */
public final class GlanceReader {

    private static final Schema STORED = StoredInvite.getClassSchema();
    private static final List<String> FIELDS = List.of("state", "remote_leave", "changed_at");

    /**
     * Where an invite stands.
     *
     * @param state its state
     * @param tellsRoom whether the user is out and the room is still to be told
     * @param changedAt when the state last changed in a way that others see
     */
    public record Glance(InviteStateType state, boolean tellsRoom, Instant changedAt) {}

    private final GenericDatumReader<GenericRecord> reader =
            new GenericDatumReader<>(STORED, part(), new GenericData());
    private final StoredBytes<StoredInvite> whole;

    /** @param whole reads all of it, also what earlier releases wrote */
    public GlanceReader(StoredBytes<StoredInvite> whole) {
        this.whole = whole;
    }

    private static Schema part() {
        List<Schema.Field> fields = STORED.getFields().stream()
                .filter(field -> FIELDS.contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(STORED.getName(), null, STORED.getNamespace(), false, fields);
    }

    /**
     * @param stored the value
     * @return where the invite stands
     * @throws java.io.UncheckedIOException if the bytes are no such value, which means that the store is damaged
     */
    public Glance read(byte[] stored) {
        return whole.read(stored, reader, GlanceReader::of, GlanceReader::of);
    }

    private static Glance of(GenericRecord part) {
        return new Glance(
                InviteStateType.valueOf(part.get("state").toString()),
                part.get("remote_leave") != null,
                Instant.ofEpochMilli((Long) part.get("changed_at")));
    }

    private static Glance of(StoredInvite invite) {
        return new Glance(
                invite.getState(), invite.getRemoteLeave() != null, Instant.ofEpochMilli(invite.getChangedAt()));
    }
}
