package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Coordinates;
import io.vestibule.model.Fact;
import io.vestibule.model.LedgerEvent;
import io.vestibule.schemas.StoredHash;
import io.vestibule.topology.codec.InviteRecordCodec;
import io.vestibule.topology.codec.OutboundRecordCodec;
import io.vestibule.topology.codec.OutcomeCodec;
import io.vestibule.topology.codec.RoomRecordCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the ledger again what the store of one task holds, so that the window that the ledger keeps is always enough to
 * make the store anew.
 *
 * <p>It goes over all sections in the order of their keys, a few records at a time, and rests until the next round is due. A
 * record that stands is met once in every round, and so said again at the latest two rounds after the events from which it
 * follows; a window holds three. Where it stands is kept beside the wake-ups. Used by the task's thread alone.
 */
final class Restating {

    /** What the events name as the input that led to them. */
    static final String ORIGIN = "restatement";

    private static final Logger LOG = LoggerFactory.getLogger(Restating.class);
    private static final int MOST_AT_ONCE = 10;
    private static final int MOST_WHEN_LATE = 100;
    private static final int BYTES_AT_ONCE = 256 * 1024;
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Bytes FROM_THE_START = Bytes.wrap(new byte[0]);
    private static final byte RESTS = -1;

    private final RoomStores stores;
    private final EffectWriter writer;
    private final Duration round;
    private final int partition;
    private final List<Part> parts;
    private Instant nextLook = Instant.EPOCH;

    /** One section, and what a record of it says. */
    private record Part(SectionStore section, Reader reader) {}

    private interface Reader {
        Said read(String[] key, byte[] value);
    }

    private record Said(@Nullable UserId user, Fact fact) {}

    /**
     * Where it stands.
     *
     * @param at when the round began, or when the next one does
     * @param part which section is gone over, or {@link #RESTS}
     * @param behind the last key that was said again
     */
    private record Mark(Instant at, byte part, Bytes behind) {

        static Mark resting(Instant until) {
            return new Mark(until, RESTS, FROM_THE_START);
        }

        byte[] encode() {
            return ByteBuffer.allocate(Long.BYTES + 1 + behind.get().length)
                    .putLong(at.toEpochMilli())
                    .put(part)
                    .put(behind.get())
                    .array();
        }

        static Mark decode(byte[] bytes) {
            ByteBuffer read = ByteBuffer.wrap(bytes);
            Instant at = Instant.ofEpochMilli(read.getLong());
            byte part = read.get();
            byte[] behind = new byte[read.remaining()];
            read.get(behind);
            return new Mark(at, part, Bytes.wrap(behind));
        }
    }

    /**
     * @param round how often it begins
     * @param partition the task's
     */
    Restating(RoomStores stores, EffectWriter writer, Duration round, int partition) {
        this.stores = stores;
        this.writer = writer;
        this.round = round;
        this.partition = partition;
        this.parts = List.of(
                new Part(stores.rooms(), Restating::room),
                new Part(stores.named(Keys.Kind.INVITE), Restating::invite),
                new Part(stores.named(Keys.Kind.OUTBOUND), Restating::outbound),
                new Part(stores.named(Keys.Kind.HASH), Restating::hash),
                new Part(stores.named(Keys.Kind.COMMAND), Restating::command));
    }

    /** @return what is to be said now, often nothing */
    Effects step(Instant now) {
        Effects effects = new Effects();
        byte[] kept = now.isBefore(nextLook) ? null : stores.due().get(Keys.RESTATEMENT);
        if (kept != null) {
            step(effects, Mark.decode(kept), now);
        } else if (!now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK_EVERY);
            if (isInUse()) {
                put(effects, Mark.resting(now.plus(round)), now);
            }
        }
        return effects;
    }

    private void step(Effects effects, Mark mark, Instant now) {
        if (mark.part() != RESTS) {
            put(effects, goneOver(effects, mark, now), now);
        } else if (mark.at().isAfter(now)) {
            nextLook = earlier(mark.at(), now.plus(LOOK_EVERY));
        } else {
            put(effects, goneOver(effects, new Mark(now, (byte) 0, FROM_THE_START), now), now);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Says some records of the part again. @return where it stands then */
    private Mark goneOver(Effects effects, Mark mark, Instant now) {
        Part part = parts.get(mark.part());
        boolean late = now.isAfter(mark.at().plus(round.dividedBy(2)));
        int most = late ? MOST_WHEN_LATE : MOST_AT_ONCE;
        int left = late ? BYTES_AT_ONCE * 4 : BYTES_AT_ONCE;
        Bytes behind = mark.behind();
        try (KeyValueIterator<Bytes, byte[]> records = part.section().from(behind)) {
            while (records.hasNext()) {
                KeyValue<Bytes, byte[]> record = records.next();
                if (record.key.equals(behind)) {
                    continue;
                }
                if (most == 0 || left <= 0) {
                    return new Mark(mark.at(), mark.part(), behind);
                }
                left -= say(
                        effects,
                        part,
                        record,
                        new Coordinates(ORIGIN, partition, mark.at().toEpochMilli()),
                        now);
                most--;
                behind = record.key;
            }
        }
        return mark.part() + 1 < parts.size()
                ? new Mark(mark.at(), (byte) (mark.part() + 1), FROM_THE_START)
                : Mark.resting(mark.at().plus(round));
    }

    private int say(Effects effects, Part part, KeyValue<Bytes, byte[]> record, Coordinates origin, Instant now) {
        String[] key = new String(record.key.get(), UTF_8).split("\0", 2);
        Said said = part.reader().read(key, record.value);
        LedgerEvent event = new LedgerEvent(RoomId.of(key[0]), said.user(), now, origin, 0, said.fact());
        try {
            return writer.restated(effects, event);
        } catch (SerializationException tooLarge) {
            LOG.atError()
                    .addKeyValue("roomId", key[0])
                    .addKeyValue("reason", tooLarge.getMessage())
                    .log("what is kept cannot be restated, and would be lost with the ledger's oldest events");
            return 0;
        }
    }

    private static Said room(String[] key, byte[] value) {
        return new Said(null, new Fact.Restated.Room(RoomRecordCodec.read(RoomStores.ROOM.read(value))));
    }

    private static Said invite(String[] key, byte[] value) {
        return new Said(
                UserId.of(key[1]), new Fact.Restated.Invite(InviteRecordCodec.read(RoomStores.INVITE.read(value))));
    }

    private static Said outbound(String[] key, byte[] value) {
        return new Said(
                UserId.of(key[1]),
                new Fact.Outbound.Restated(OutboundRecordCodec.read(RoomStores.OUTGOING.read(value))));
    }

    private static Said hash(String[] key, byte[] value) {
        StoredHash stored = RoomStores.HASH.read(value);
        Instant seenAt = Instant.ofEpochMilli(stored.getSeenAt());
        return new Said(null, new Fact.Restated.Hash(EventId.of(key[1]), stored.getReferenceHash(), seenAt));
    }

    private static Said command(String[] key, byte[] value) {
        return new Said(null, new Fact.Restated.Concluded(OutcomeCodec.read(RoomStores.OUTCOME.read(value))));
    }

    private boolean isInUse() {
        for (Part part : parts) {
            try (KeyValueIterator<Bytes, byte[]> records = part.section().all()) {
                if (records.hasNext()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void put(Effects effects, Mark mark, Instant now) {
        effects.put(stores.due(), Keys.RESTATEMENT, mark.encode());
        nextLook = mark.part() == RESTS ? earlier(mark.at(), now.plus(LOOK_EVERY)) : Instant.EPOCH;
    }
}
