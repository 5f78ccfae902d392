package io.vestibule.topology;

import io.vestibule.topology.Keys.Due;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done later, of one task: what falls due, and background work, which waits in its order until there is room
 * for it. So a server that was out for a day puts no hundred thousand retries in front of a person's order. All of it
 * stands in one section and follows from the records; the number of open background works is counted anew when a task
 * begins. Used by the task's thread alone.
 */
final class Schedule {

    private final SectionStore entries;
    private final DueIndex due;
    private final DueIndex background;
    private final int mostOpen;
    private int open;

    /**
     * @param entries the section, restored
     * @param mostOpen how many background works may be open at once
     */
    Schedule(SectionStore entries, int mostOpen) {
        this.entries = entries;
        this.due = new DueIndex(entries, Keys::dueFrom);
        this.background = new DueIndex(entries, Keys::backgroundFrom);
        this.mostOpen = mostOpen;
        this.open = count(entries);
    }

    private static int count(SectionStore entries) {
        int marks = 0;
        try (KeyValueIterator<Bytes, byte[]> found = entries.beginningWith(Keys.OPEN_MARKS)) {
            while (found.hasNext()) {
                found.next();
                marks++;
            }
        }
        return marks;
    }

    /** Hears of every write, to whatever section. */
    void written(SectionStore store, Bytes key, byte @Nullable [] value) {
        if (store != entries || key.equals(Keys.RESTATEMENT)) {
            return;
        }
        if (Keys.isOpenMark(key)) {
            open += value == null ? -1 : 1;
        } else if (value != null) {
            Due entry = Due.decode(key.get());
            (entry.kind() == Keys.Kind.BACKGROUND ? background : due).inserted(entry);
        }
    }

    /** @return what is due, the earliest first */
    List<Due> due(Instant now, int most) {
        return due.upTo(now, most);
    }

    /** @return the background work that is due and for which there is room, the earliest first */
    List<Due> background(Instant now, int most) {
        return background.upTo(now, Math.min(most, mostOpen - open));
    }
}
