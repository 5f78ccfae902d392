package io.vestibule.topology.codec;

import io.vestibule.schemas.serde.Encodings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Store values as bytes: Avro's single-object encoding, which names the writing schema by fingerprint. Stores need no
 * registry, so that a restore depends on the changelog alone. Avro's own encoder and decoder of it go byte by byte through
 * streams; they are left with the values of earlier releases. Thread-safe.
 *
 * @param <V> the record
 */
public final class StoredBytes<V extends SpecificRecord> {

    private static final short MARKER = (short) 0xC301;

    private final Encodings encodings = new Encodings();
    private final byte[] header;
    private final DatumWriter<V> writer;
    private final DatumReader<V> reader;
    private final BinaryMessageDecoder<V> earlier;

    /**
     * @param schema of the generated class
     * @param earlier the generated class's decoder, with the schemas of earlier releases added
     */
    public StoredBytes(Schema schema, BinaryMessageDecoder<V> earlier) {
        this.header = ByteBuffer.allocate(Short.BYTES + Long.BYTES)
                .putShort(MARKER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
        this.writer = new SpecificDatumWriter<>(schema);
        this.reader = new SpecificDatumReader<>(schema);
        this.earlier = earlier;
    }

    /** @return the bytes */
    public byte[] write(V value) {
        try {
            return encodings.encode(header, writer, value);
        } catch (IOException e) {
            throw new UncheckedIOException("a store value cannot be written", e);
        }
    }

    /**
     * @return the value
     * @throws UncheckedIOException if the bytes are not one, which means that the store is damaged
     */
    public V read(byte[] bytes) {
        try {
            return isOwn(bytes) ? own(bytes, reader) : earlier.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a store value cannot be read", e);
        }
    }

    /**
     * Reads less of a value than it holds.
     *
     * @param part reads the part from what this release writes
     * @param ofPart makes the answer of the part
     * @param ofWhole makes it of a value of an earlier release, which is read as a whole
     * @throws UncheckedIOException see {@link #read(byte[])}
     */
    <P, R> R read(byte[] bytes, DatumReader<P> part, Function<P, R> ofPart, Function<V, R> ofWhole) {
        if (!isOwn(bytes)) {
            return ofWhole.apply(read(bytes));
        }
        try {
            return ofPart.apply(own(bytes, part));
        } catch (IOException e) {
            throw new UncheckedIOException("a store value cannot be read", e);
        }
    }

    private boolean isOwn(byte[] bytes) {
        return bytes.length >= header.length && Arrays.equals(bytes, 0, header.length, header, 0, header.length);
    }

    private <P> P own(byte[] bytes, DatumReader<P> with) throws IOException {
        int length = bytes.length - header.length;
        return with.read(null, DecoderFactory.get().binaryDecoder(bytes, header.length, length, null));
    }
}
