package io.vestibule.worker.imports;

import io.vestibule.matrix.api.RoomSection;
import java.util.ArrayList;
import java.util.List;

/**
 * The next batch of events while it is being put together. The first batches of an import are small, so that the keys of a
 * room with few servers are there before most of its events are. One thread at a time.
 */
final class Slices {
    private static final int FIRST_BATCH = 8;
    private static final int MOST_EVENTS = 128;
    private static final int MOST_BYTES = 64 * 1024;

    /**
     * One event of the answer, unchecked.
     *
     * @param section where it stood
     * @param bytes as received
     */
    record Slice(RoomSection section, byte[] bytes) {}

    private List<Slice> batch = new ArrayList<>(FIRST_BATCH);
    private int mostEvents = FIRST_BATCH;
    private int bytes;

    void add(RoomSection section, byte[] event) {
        batch.add(new Slice(section, event));
        bytes += event.length;
    }

    /** Whether a batch is over sooner than another thread would have begun; small rooms have no other. */
    static boolean isSmall(List<Slice> batch) {
        return batch.size() <= FIRST_BATCH;
    }

    boolean isFull() {
        return batch.size() >= mostEvents || bytes >= MOST_BYTES;
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    /** The batch; the next one begins. */
    List<Slice> take() {
        List<Slice> taken = batch;
        mostEvents = Math.min(2 * mostEvents, MOST_EVENTS);
        batch = new ArrayList<>(mostEvents);
        bytes = 0;
        return taken;
    }
}
