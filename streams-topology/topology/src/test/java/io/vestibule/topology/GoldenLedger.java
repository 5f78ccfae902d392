package io.vestibule.topology;

import io.vestibule.schemas.LedgerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * A ledger that a release wrote, and all that its stores held then: Avro files, which hold the schema that wrote them.
 *
 * @param version the release
 * @param events the ledger in order
 * @param stores what the stores held, by store and key
 */
record GoldenLedger(String version, List<LedgerEvent> events, List<Entry> stores) {

    private static final Path FOLDER = Path.of("src/test/resources/ledgers");
    private static final String EVENTS = "ledger.avro";
    private static final String STORES = "stores.avro";
    private static final Schema ENTRY = SchemaBuilder.record("Entry")
            .fields()
            .requiredString("store")
            .requiredBytes("key")
            .requiredBytes("value")
            .endRecord();

    /** What a section held under a key. */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(Section section, byte[] key, byte[] value) {}

    @Override
    public String toString() {
        return version;
    }

    /** @return the ledgers of all releases, the oldest first */
    static List<GoldenLedger> all() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(GoldenLedger::read)
                    .toList();
        }
    }

    private static GoldenLedger read(Path folder) {
        try (DataFileReader<LedgerEvent> events = new DataFileReader<>(
                        folder.resolve(EVENTS).toFile(), new SpecificDatumReader<>(LedgerEvent.class));
                DataFileReader<GenericRecord> stores = new DataFileReader<>(
                        folder.resolve(STORES).toFile(), new GenericDatumReader<GenericRecord>())) {
            List<LedgerEvent> ledger = new ArrayList<>();
            events.forEach(ledger::add);
            List<Entry> entries = new ArrayList<>();
            stores.forEach(entry -> entries.add(new Entry(
                    section(entry.get("store").toString()), bytes((ByteBuffer) entry.get("key")), bytes((ByteBuffer)
                            entry.get("value")))));
            return new GoldenLedger(folder.getFileName().toString(), ledger, entries);
        } catch (IOException e) {
            throw new UncheckedIOException("the golden ledger in " + folder + " cannot be read", e);
        }
    }

    private static Section section(String label) {
        return Arrays.stream(Section.values())
                .filter(section -> section.label().equals(label))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("a kind of record that is no more: " + label));
    }

    /** Keeps it for all releases to come. */
    void freeze() throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(version));
        try (DataFileWriter<LedgerEvent> ledger = new DataFileWriter<>(new SpecificDatumWriter<>(LedgerEvent.class))) {
            ledger.setCodec(CodecFactory.deflateCodec(9));
            ledger.create(LedgerEvent.getClassSchema(), folder.resolve(EVENTS).toFile());
            for (LedgerEvent event : events) {
                ledger.append(event);
            }
        }
        try (DataFileWriter<GenericRecord> file = new DataFileWriter<>(new GenericDatumWriter<>(ENTRY))) {
            file.setCodec(CodecFactory.deflateCodec(9));
            file.create(ENTRY, folder.resolve(STORES).toFile());
            for (Entry entry : stores) {
                GenericRecord record = new GenericData.Record(ENTRY);
                record.put("store", entry.section().label());
                record.put("key", ByteBuffer.wrap(entry.key()));
                record.put("value", ByteBuffer.wrap(entry.value()));
                file.append(record);
            }
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
