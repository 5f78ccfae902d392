package io.vestibule.verifier;

import io.vestibule.matrix.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Writes what peers have to say as lines of JSON, each at once. Thread-safe. */
public final class PeerLogWriter implements AutoCloseable {

    private final OutputStream out;

    private PeerLogWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * @param file appended to, made if it is not there
     * @throws IOException if it cannot be written
     */
    public static PeerLogWriter open(Path file) throws IOException {
        return new PeerLogWriter(Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /** @throws UncheckedIOException if the disk fails */
    public void append(PeerRequest request) {
        byte[] json = new JsonWriter()
                .beginObject()
                .field("at", request.at().toEpochMilli())
                .field("peer", request.peer())
                .field("side", request.side().name())
                .field("method", request.method())
                .field("endpoint", request.endpoint().name())
                .field("room_id", request.roomId())
                .field("event_id", request.eventId())
                .field("user_id", request.userId())
                .field("status", request.status())
                .endObject()
                .toBytes();
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        synchronized (this) {
            try {
                out.write(line);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
