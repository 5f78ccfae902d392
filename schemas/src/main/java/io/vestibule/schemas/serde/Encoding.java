package io.vestibule.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * A buffer and an encoder, lent to one thread at a time. Kept in a small pool rather than by thread, since callers may be
 * thousands of virtual threads.
 */
final class Encoding {

    private static final int POOLED = 16;
    private static final int LARGEST_KEPT = 256 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    private @Nullable BinaryEncoder encoder;

    private Encoding() {}

    private <T> byte[] framed(int id, DatumWriter<T> writer, T value) throws IOException {
        bytes.reset();
        bytes.writeBytes(ByteBuffer.allocate(WireFormat.PREFIX_BYTES)
                .put((byte) 0)
                .putInt(id)
                .array());
        encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
        writer.write(value, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** The encodings that are not lent out now. Thread-safe. */
    static final class Pool {
        private final BlockingQueue<Encoding> idle = new ArrayBlockingQueue<>(POOLED);

        /** @return prefix and Avro bytes */
        <T> byte[] encode(int id, DatumWriter<T> writer, T value) throws IOException {
            Encoding polled = idle.poll();
            Encoding encoding = polled == null ? new Encoding() : polled;
            byte[] framed = encoding.framed(id, writer, value);
            if (encoding.bytes.size() <= LARGEST_KEPT) {
                idle.offer(encoding);
            }
            return framed;
        }
    }
}
