package io.vestibule.worker.imports;

import io.vestibule.matrix.api.RoomSection;
import io.vestibule.matrix.json.JsonObject;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A batch of events as it lies in the spool: what was decided about each, and its bytes. For each event one byte of kind and
 * section, the length of its ID in one more, the length of its JSON in four, and both. One thread at a time.
 */
final class Block {

    /** Takes the events of a block in order. */
    interface Reader {

        /** An event that goes into the import. */
        void kept(RoomSection section, Decision decision, String eventId, String json);

        /** An event that does not. */
        void dropped(String eventId);

        /** An event whose keys were not there yet, with its original bytes. */
        void undecided(RoomSection section, byte[] event);
    }

    /**
     * What was decided about an event that is kept.
     *
     * @param redacted whether its content hash was wrong
     * @param unverified whether a key for its signature could not be had
     */
    record Decision(boolean redacted, boolean unverified) {}

    private static final int HEAD_BYTES = 6;
    private static final int USUAL_ID_BYTES = 64;

    private static final int KEPT = 0;
    private static final int DROPPED = 1;
    private static final int UNDECIDED = 2;
    private static final int KIND = 3;
    private static final int REDACTED = 1 << 2;
    private static final int UNVERIFIED = 1 << 3;
    private static final int SECTION_SHIFT = 4;
    private static final RoomSection[] SECTIONS = RoomSection.values();
    private static final byte[] NOTHING = {};

    private ByteBuffer bytes;

    /**
     * @param events how many are to come
     * @param jsonBytes how many bytes they have together, about
     */
    Block(int events, int jsonBytes) {
        this(ByteBuffer.allocate(events * (HEAD_BYTES + USUAL_ID_BYTES) + jsonBytes));
    }

    private Block(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    void kept(RoomSection section, EventCheck.Kept kept) {
        int flags = (kept.redacted() ? REDACTED : 0) | (kept.unverified() ? UNVERIFIED : 0);
        JsonObject json = kept.event().json();
        byte[] id = utf8(kept.event().eventId().value());
        int place = reserve(id, json.byteLength());
        int length = json.copyWithout("unsigned", bytes.array(), place);
        begin(KEPT | flags | section.ordinal() << SECTION_SHIFT, id, length);
        bytes.position(place + length);
    }

    void dropped(EventCheck.Dropped dropped) {
        dropped.eventId().ifPresent(id -> put(DROPPED, utf8(id.value()), NOTHING));
    }

    void undecided(RoomSection section, byte[] event) {
        put(UNDECIDED | section.ordinal() << SECTION_SHIFT, NOTHING, event);
    }

    /** Appends the block to the spool; nothing may be put into it afterwards. */
    void writeTo(Spool.Spooled spool) throws IOException {
        int length = bytes.position();
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES).putInt(length);
        spool.append(head.array(), head.position());
        spool.append(bytes.array(), length);
    }

    /** The next block of a spool, or null behind the last. */
    static @Nullable Block next(InputStream spool) throws IOException {
        byte[] head = spool.readNBytes(Integer.BYTES);
        if (head.length == 0) {
            return null;
        }
        byte[] block = new byte[ByteBuffer.wrap(head).getInt()];
        new DataInputStream(spool).readFully(block);
        return new Block(ByteBuffer.wrap(block).position(block.length));
    }

    void read(Reader reader) throws IOException {
        byte[] all = bytes.array();
        ByteBuffer left = ByteBuffer.wrap(all, 0, bytes.position());
        while (left.hasRemaining()) {
            int head = left.get();
            int idLength = left.get() & 0xFF;
            int length = left.getInt();
            int id = left.position();
            int json = id + idLength;
            if (length < 0 || length > left.remaining() - idLength) {
                throw new EOFException("the spool was cut off");
            }
            left.position(json + length);
            RoomSection section = SECTIONS[head >> SECTION_SHIFT];
            switch (head & KIND) {
                case KEPT ->
                    reader.kept(
                            section,
                            new Decision((head & REDACTED) != 0, (head & UNVERIFIED) != 0),
                            text(all, id, idLength),
                            text(all, json, length));
                case DROPPED -> reader.dropped(text(all, id, idLength));
                case UNDECIDED -> reader.undecided(section, Arrays.copyOfRange(all, json, json + length));
                default -> throw new IOException("the spool was changed");
            }
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private void put(int head, byte[] id, byte[] json) {
        reserve(id, json.length);
        begin(head, id, json.length);
        bytes.put(json);
    }

    /** Makes room for an event and says where its JSON is to be. */
    private int reserve(byte[] id, int jsonLength) {
        int needed = HEAD_BYTES + id.length + jsonLength;
        if (needed > bytes.remaining()) {
            int larger = Math.max(bytes.capacity() * 2, bytes.position() + needed);
            bytes = ByteBuffer.allocate(larger).put(bytes.flip());
        }
        return bytes.position() + HEAD_BYTES + id.length;
    }

    private void begin(int head, byte[] id, int jsonLength) {
        bytes.put((byte) head).put((byte) id.length).putInt(jsonLength);
        bytes.put(id);
    }
}
