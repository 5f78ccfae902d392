package io.vestibule.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What other homeservers wrote down about requests. Read as often as asked, each time from the start. */
@FunctionalInterface
public interface PeerLog {

    /** No peer wrote anything down: what needs their word is not judged. */
    PeerLog NONE = sink -> {};

    /** Takes requests. */
    @FunctionalInterface
    interface Sink {

        /** @param line the request's place in the log, from 1 */
        void request(long line, PeerRequest request);
    }

    /**
     * Hands over every request.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if a line is no request; the message names the line
     */
    void read(Sink sink);

    /** @return a log of these requests */
    static PeerLog of(Iterable<PeerRequest> requests) {
        return sink -> {
            long line = 0;
            for (PeerRequest request : requests) {
                sink.request(++line, request);
            }
        };
    }

    /** @return the log in a file that {@link PeerLogWriter} wrote */
    static PeerLog file(Path file) {
        return sink -> {
            try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
                long line = 0;
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    line++;
                    sink.request(line, parse(file, line, text));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        };
    }

    private static PeerRequest parse(Path file, long line, String text) {
        try {
            JsonObject json = JsonObject.parse(text.getBytes(UTF_8), JsonRules.LENIENT);
            return new PeerRequest(
                    Instant.ofEpochMilli(json.integer("at").orElseThrow()),
                    json.string("peer").orElseThrow(),
                    PeerRequest.Side.valueOf(json.string("side").orElseThrow()),
                    json.string("method").orElseThrow(),
                    PeerRequest.Endpoint.valueOf(json.string("endpoint").orElseThrow()),
                    json.string("room_id").orElse(""),
                    json.string("event_id").orElse(""),
                    json.string("user_id").orElse(""),
                    (int) json.integer("status").orElse(0));
        } catch (InvalidJsonException | RuntimeException wrong) {
            throw new IllegalArgumentException(file + " line " + line + " is no request of a peer: " + wrong, wrong);
        }
    }
}
