package io.vestibule.matrix.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the answer to {@code send_join} into events while it arrives, holding at most one of them.
 *
 * <p>Replies of 49 MB are on record, so the body is never kept: bytes are fed in chunks of any size, each event of
 * {@code state} and {@code auth_chain} goes to the {@link Sink} as soon as its last byte is there, and what else the answer
 * says is returned by {@link #finish()}. The version 1 form {@code [200, {…}]} is read too.
 *
 * <p>Only the structure around the events is checked here. An event's slice is whatever stood between its braces: whether it
 * is JSON, and whether it is a PDU, is for its reader to say. An event larger than {@link #MAX_SLICE_BYTES} is reported and
 * skipped, because one bad event must not fail a join.
 *
 * <p>Used by one thread at a time. Once the input is found malformed, further input is ignored.
 */
public final class SendJoinSplitter {

    /**
     * The most bytes that one event may take in the answer. A PDU has at most 65,536 bytes, but in canonical form: escapes
     * and {@code unsigned}, which does not count, may make the same event several times as long on the wire.
     */
    public static final int MAX_SLICE_BYTES = 4 * 65_536;

    /** The most bytes of one further field; {@code servers_in_room} with 100,000 servers fits. */
    public static final int MAX_FIELD_BYTES = 4 * 1024 * 1024;

    private static final int MAX_KEY_BYTES = 256;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "200".getBytes(StandardCharsets.US_ASCII);

    /** Where the events go. */
    public interface Sink {

        /**
         * One event.
         *
         * @param section where in the answer it stood
         * @param event its bytes as received; the receiver's to keep
         * @throws IOException if it cannot be kept; ends the splitting
         */
        void event(RoomSection section, byte[] event) throws IOException;

        /**
         * One event that was too large to keep and has been skipped.
         *
         * @param section where in the answer it stood
         * @param bytes how large it was
         * @throws IOException if that cannot be noted; ends the splitting
         */
        void oversized(RoomSection section, long bytes) throws IOException;
    }

    private enum Expected {
        DOCUMENT,
        STATUS,
        STATUS_COMMA,
        WRAPPED_OBJECT,
        FIRST_KEY,
        KEY,
        COLON,
        FIELD,
        EVENTS,
        FIRST_EVENT,
        EVENT,
        AFTER_EVENT,
        AFTER_FIELD,
        WRAPPER_END,
        NOTHING
    }

    private final Sink sink;
    private final ValueScanner scanner = new ValueScanner();
    private final Map<String, byte[]> fields = new HashMap<>();

    private Expected expected = Expected.DOCUMENT;
    private String key = "";
    private @Nullable RoomSection section;
    private boolean wrapped;
    private long position;
    private @Nullable String problem;

    /** @param sink receives each event on the thread that feeds the bytes */
    public SendJoinSplitter(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads a whole answer.
     *
     * @return what the answer said beside the events, or what is wrong with it
     * @throws IOException if the stream breaks or the sink fails
     */
    public static SendJoinEnd split(InputStream answer, Sink sink) throws IOException {
        SendJoinSplitter splitter = new SendJoinSplitter(sink);
        byte[] chunk = new byte[CHUNK_BYTES];
        int read = answer.read(chunk);
        while (read >= 0 && splitter.feed(chunk, 0, read)) {
            read = answer.read(chunk);
        }
        return splitter.finish();
    }

    /**
     * Takes the next bytes.
     *
     * @return whether more is wanted; false once the answer is known to be malformed
     * @throws IOException if the sink fails
     */
    public boolean feed(byte[] chunk, int offset, int length) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end && problem == null) {
            int next = at;
            if (scanner.active()) {
                next = scanner.feed(chunk, at, end);
                if (!scanner.active()) {
                    valueEnded();
                }
            } else if (isBlank(chunk[at]) || structure(chunk[at])) {
                next = at + 1;
            }
            position += next - at;
            at = next;
        }
        return problem == null;
    }

    /** @return what the answer said beside the events, or what is wrong with it */
    public SendJoinEnd finish() {
        if (problem == null && expected != Expected.NOTHING) {
            problem = "it ends in the middle, after " + position + " bytes";
        }
        return problem == null ? SendJoinFields.read(fields) : new SendJoinEnd.Malformed(problem);
    }

    /** Takes a byte between values; false if it begins a value and is left for the scanner. */
    private boolean structure(byte b) {
        switch (expected) {
            case DOCUMENT -> {
                wrapped = b == '[';
                expectByte(b, wrapped ? '[' : '{', wrapped ? Expected.STATUS : Expected.FIRST_KEY);
            }
            case STATUS -> {
                return startValue(b, OK.length);
            }
            case FIELD -> {
                return startValue(b, fieldBound());
            }
            case STATUS_COMMA -> expectByte(b, ',', Expected.WRAPPED_OBJECT);
            case WRAPPED_OBJECT -> expectByte(b, '{', Expected.FIRST_KEY);
            case FIRST_KEY, KEY -> {
                if (b == '"') {
                    return startValue(b, MAX_KEY_BYTES);
                }
                expectByte(b, expected == Expected.FIRST_KEY ? '}' : '"', afterObject());
            }
            case COLON -> expectByte(b, ':', section == null ? Expected.FIELD : Expected.EVENTS);
            case EVENTS -> {
                if (b == 'n') {
                    return startValue(b, NULL.length);
                }
                expectByte(b, '[', Expected.FIRST_EVENT);
            }
            case FIRST_EVENT, EVENT -> {
                if (b == '{') {
                    return startValue(b, MAX_SLICE_BYTES);
                }
                expectByte(b, expected == Expected.FIRST_EVENT ? ']' : '{', Expected.AFTER_FIELD);
            }
            case AFTER_EVENT -> commaOr(b, ']', Expected.EVENT, Expected.AFTER_FIELD);
            case AFTER_FIELD -> commaOr(b, '}', Expected.KEY, afterObject());
            case WRAPPER_END -> expectByte(b, ']', Expected.NOTHING);
            case NOTHING -> unexpected(b);
        }
        return true;
    }

    private void valueEnded() throws IOException {
        BoundedCapture value = scanner.capture();
        switch (expected) {
            case STATUS -> {
                refuseUnless(value.holds(OK), "the status in front of the object is not 200");
                expected = Expected.STATUS_COMMA;
            }
            case FIRST_KEY, KEY -> keyEnded(value);
            case FIELD -> fieldEnded(value);
            case EVENTS -> {
                refuseUnless(value.holds(NULL), key + " is not an array");
                expected = Expected.AFTER_FIELD;
            }
            case FIRST_EVENT, EVENT -> eventEnded(value);
            case DOCUMENT, STATUS_COMMA, WRAPPED_OBJECT, COLON, AFTER_EVENT, AFTER_FIELD, WRAPPER_END, NOTHING ->
                throw new IllegalStateException("a value where " + expected + " stands");
        }
    }

    private void keyEnded(BoundedCapture value) {
        key = value.overflowed() ? "" : SendJoinFields.keyText(value.copy());
        section = RoomSection.named(key);
        if (section != null || SendJoinFields.isKnown(key)) {
            refuseUnless(fields.put(key, NULL) == null, key + " comes twice");
        }
        expected = Expected.COLON;
    }

    private void fieldEnded(BoundedCapture value) {
        if (SendJoinFields.isKnown(key)) {
            if (value.overflowed()) {
                problem = key + " has more than " + fieldBound() + " bytes";
            } else {
                fields.put(key, value.copy());
            }
        }
        expected = Expected.AFTER_FIELD;
    }

    private int fieldBound() {
        if (key.equals(SendJoinFields.EVENT)) {
            return MAX_SLICE_BYTES;
        }
        return SendJoinFields.isKnown(key) ? MAX_FIELD_BYTES : 0;
    }

    private void eventEnded(BoundedCapture value) throws IOException {
        RoomSection where = Objects.requireNonNull(section, "section");
        if (value.overflowed()) {
            sink.oversized(where, value.seen());
        } else {
            sink.event(where, value.copy());
        }
        expected = Expected.AFTER_EVENT;
    }

    private boolean startValue(byte first, int bound) {
        if (first == '}' || first == ']' || first == ',' || first == ':') {
            unexpected(first);
            return true;
        }
        scanner.start(bound);
        return false;
    }

    private void expectByte(byte given, char wanted, Expected then) {
        if (given == wanted) {
            expected = then;
        } else {
            unexpected(given);
        }
    }

    private void commaOr(byte given, char end, Expected more, Expected then) {
        if (given == ',') {
            expected = more;
        } else {
            expectByte(given, end, then);
        }
    }

    private Expected afterObject() {
        return wrapped ? Expected.WRAPPER_END : Expected.NOTHING;
    }

    private void refuseUnless(boolean holds, String otherwise) {
        if (!holds) {
            problem = otherwise;
        }
    }

    private void unexpected(byte b) {
        problem = String.format("it has an unexpected byte 0x%02x at offset %d", b & 0xFF, position);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
