package io.vestibule.topology.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;

/**
 * Store values as bytes: Avro's single-object encoding, which names the writing schema by fingerprint. Stores need no
 * registry, so that a restore depends on the changelog alone. Thread-safe.
 *
 * @param <V> the record
 */
public final class StoredBytes<V extends SpecificRecord> {

    private final BinaryMessageEncoder<V> encoder;
    private final BinaryMessageDecoder<V> decoder;

    /**
     * @param encoder of the generated class
     * @param decoder of the generated class, with the schemas of earlier releases added
     */
    public StoredBytes(BinaryMessageEncoder<V> encoder, BinaryMessageDecoder<V> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /** @return the bytes */
    public byte[] write(V value) {
        try {
            ByteBuffer encoded = encoder.encode(value);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
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
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a store value cannot be read", e);
        }
    }
}
