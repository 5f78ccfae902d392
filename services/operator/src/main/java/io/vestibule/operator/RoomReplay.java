package io.vestibule.operator;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Fact;
import io.vestibule.model.RoomLedger;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.topology.codec.LedgerCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A room's ledger, folded from where it begins now up to some point, as the topology folded it then. Decides nothing and
 * writes nothing. Immutable.
 *
 * @param room what the events up to the point come to
 * @param steps these events with their offsets
 * @param later how many events there are behind the point
 * @param cut users whose beginning is not in the ledger any more, so that they are not told
 */
public record RoomReplay(RoomLedger room, List<Step> steps, int later, Set<UserId> cut) {

    /** Up to where a ledger is read. */
    public sealed interface Until {

        /** All of it. */
        record End() implements Until {}

        /** The event at an offset, and all before it. */
        record Offset(long offset) implements Until {}

        /** What was decided then and before. */
        record Time(Instant time) implements Until {}

        /** @return whether an event is not behind the point */
        default boolean holds(long offset, long decidedAt) {
            return switch (this) {
                case End end -> true;
                case Offset last -> offset <= last.offset();
                case Time last -> decidedAt <= last.time().toEpochMilli();
            };
        }
    }

    /**
     * One event.
     *
     * @param offset where it stands in the room's partition
     * @param user whom it is about, empty for the room as a whole
     * @param entry what it says
     */
    public record Step(long offset, String user, HistoryEntry entry) {}

    public RoomReplay {
        steps = List.copyOf(steps);
        cut = Set.copyOf(cut);
    }

    /**
     * @param records the room's events, oldest first
     * @throws IllegalArgumentException if an event is of a newer release
     */
    public static RoomReplay of(RoomId room, List<ConsumerRecord<byte[], LedgerEvent>> records, Until until) {
        RoomLedger folded = new RoomLedger(room);
        List<Step> steps = new ArrayList<>();
        Set<UserId> cut = new TreeSet<>();
        for (ConsumerRecord<byte[], LedgerEvent> read : records) {
            LedgerEvent event = read.value();
            if (!until.holds(read.offset(), event.getDecidedAt())) {
                break; // the times of one partition grow, as its offsets do
            }
            apply(folded, LedgerCodec.read(event), cut);
            steps.add(new Step(read.offset(), event.getUserId(), History.entry(event)));
        }
        return new RoomReplay(folded, steps, records.size() - steps.size(), cut);
    }

    /** An event that does not fit what was before it: the ledger has lost that by age. */
    private static void apply(RoomLedger folded, io.vestibule.model.LedgerEvent event, Set<UserId> cut) {
        try {
            folded.apply(event);
            boolean begins =
                    event.fact() instanceof Fact.InviteRecorded || event.fact() instanceof Fact.Restated.Invite;
            if (event.user() != null && begins) {
                cut.remove(event.user());
            }
        } catch (IllegalStateException lacksItsBeginning) {
            if (event.user() == null) {
                throw lacksItsBeginning;
            }
            cut.add(event.user());
        }
    }
}
