package io.vestibule.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes records into bytes, with buffers and encoders that are lent to one thread at a time. Kept in a small pool rather than
 * by thread, since callers may be thousands of virtual threads. Thread-safe.
 */
public final class Encodings {

    private static final int LARGEST_KEPT = 256 * 1024;

    /** The last that came back goes first, being in the core's cache still. No more than have ever worked at once. */
    private final Deque<Encoding> idle = new ConcurrentLinkedDeque<>();

    /** None is lent out. */
    public Encodings() {}

    /** @return prefix and Avro bytes */
    public <T> byte[] encode(byte[] prefix, DatumWriter<? super T> writer, T value) throws IOException {
        Encoding polled = idle.pollFirst();
        Encoding encoding = polled == null ? new Encoding() : polled;
        byte[] encoded = encoding.encode(prefix, writer, value);
        if (encoding.bytes.size() <= LARGEST_KEPT) {
            idle.addFirst(encoding);
        }
        return encoded;
    }

    private static final class Encoding {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        private @Nullable BinaryEncoder encoder;

        <T> byte[] encode(byte[] prefix, DatumWriter<? super T> writer, T value) throws IOException {
            bytes.reset();
            bytes.writeBytes(prefix);
            encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
            writer.write(value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        }
    }
}
