package io.vestibule.topology;

import io.vestibule.topology.Keys.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * What falls due when, of one task. Entries that are done leave tombstones exactly where the next scan begins; so each scan
 * begins at the time up to which everything was done, which is kept in memory and lowered when something earlier comes.
 */
final class DueIndex {

    private final SectionStore entries;
    private final LongFunction<Bytes> from;
    private long lowWater;

    /**
     * @param entries the section of the index
     * @param from the first possible key of a millisecond
     */
    DueIndex(SectionStore entries, LongFunction<Bytes> from) {
        this.entries = entries;
        this.from = from;
    }

    void inserted(Due due) {
        lowWater = Math.min(lowWater, due.at().toEpochMilli());
    }

    /** @return what is due, the earliest first; what is more than {@code most} waits for the next look */
    List<Due> upTo(Instant now, int most) {
        List<Due> due = new ArrayList<>();
        if (most <= 0) {
            return due;
        }
        try (KeyValueIterator<Bytes, byte[]> found =
                entries.range(from.apply(lowWater), from.apply(now.toEpochMilli() + 1))) {
            while (found.hasNext() && due.size() < most) {
                due.add(Due.decode(found.next().key.get()));
            }
        }
        lowWater = due.size() < most ? now.toEpochMilli() : due.getLast().at().toEpochMilli();
        return due;
    }
}
