package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CommandId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/** Keys of the stores: raw UTF-8 with NUL between the parts, which no identifier of Matrix can hold. */
final class Keys {

    private static final long BEHIND_ALL_TIMES = 0xFFL << 56;

    /** What stands before the key of each record that has background work open. */
    static final byte[] OPEN_MARKS =
            ByteBuffer.allocate(Long.BYTES).putLong(BEHIND_ALL_TIMES).array();

    /** Where the restatement of a task's stores stands; behind everything else of the index. */
    static final Bytes RESTATEMENT =
            Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(0xFFFFL << 48).array());

    private static final char NUL = '\0';

    /** Sorts background work behind everything that falls due. */
    private static final long BACKGROUND_BIT = Long.MIN_VALUE;

    private Keys() {}

    static byte[] room(RoomId room) {
        return room.value().getBytes(UTF_8);
    }

    static byte[] invite(RoomId room, UserId user) {
        return (room.value() + NUL + user.value()).getBytes(UTF_8);
    }

    /** What every key of the room begins with in a store of several records a room. */
    static byte[] ofRoom(RoomId room) {
        return (room.value() + NUL).getBytes(UTF_8);
    }

    static byte[] hash(RoomId room, EventId event) {
        return (room.value() + NUL + event.value()).getBytes(UTF_8);
    }

    static byte[] command(RoomId room, CommandId command) {
        return (room.value() + NUL + command.value()).getBytes(UTF_8);
    }

    /** What falls due. */
    enum Kind {
        INVITE,
        HASH,
        COMMAND,
        /** Work of an invite's record that may wait until there is room for it. */
        BACKGROUND,
        OUTBOUND,
        /** Something of a room has been kept for long enough. */
        ROOM
    }

    /**
     * An entry of the due index, ordered by time.
     *
     * @param at when it is due
     * @param kind what is due
     * @param key its key in its own store
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Due(Instant at, Kind kind, byte[] key) {

        Bytes encode() {
            long millis = at.toEpochMilli();
            return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + 1 + key.length)
                    .putLong(kind == Kind.BACKGROUND ? millis | BACKGROUND_BIT : millis)
                    .put((byte) kind.ordinal())
                    .put(key)
                    .array());
        }

        static Due decode(byte[] entry) {
            ByteBuffer read = ByteBuffer.wrap(entry);
            Instant at = Instant.ofEpochMilli(read.getLong() & ~BACKGROUND_BIT);
            Kind kind = Kind.values()[read.get()];
            return new Due(at, kind, Arrays.copyOfRange(entry, Long.BYTES + 1, entry.length));
        }

        /** The room of a {@link Kind#ROOM} entry. */
        RoomId room() {
            return RoomId.of(new String(key, UTF_8));
        }

        /** The room and user of an {@link Kind#INVITE}, {@link Kind#BACKGROUND} or {@link Kind#OUTBOUND} entry. */
        RoomUser roomUser() {
            String[] parts = new String(key, UTF_8).split("\0", 2);
            return new RoomUser(RoomId.of(parts[0]), UserId.of(parts[1]));
        }
    }

    /** Whose record it is. */
    record RoomUser(RoomId room, UserId user) {}

    /** The mark of a record that has background work open. */
    static Bytes openMark(byte[] key) {
        return Bytes.wrap(ByteBuffer.allocate(OPEN_MARKS.length + key.length)
                .put(OPEN_MARKS)
                .put(key)
                .array());
    }

    static boolean isOpenMark(Bytes entry) {
        return ByteBuffer.wrap(entry.get()).getLong() == BEHIND_ALL_TIMES;
    }

    /** The first possible background entry of a millisecond. */
    static Bytes backgroundFrom(long millis) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES)
                .putLong(Math.max(0, millis) | BACKGROUND_BIT)
                .array());
    }

    /** The first possible entry of a millisecond. */
    static Bytes dueFrom(long millis) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(Math.max(0, millis)).array());
    }
}
