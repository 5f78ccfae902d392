package io.vestibule.topology;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a transaction ends that somebody waits for: with the last of the records that lie ready on its thread. Kafka Streams
 * ends one whenever a processor asks, after each turn of the thread, and such a turn takes one record of each task: what has
 * arrived together would get a transaction for every record, and each waits for all before it.
 *
 * <p>Whoever has no polls counted has each transaction ended at once. A count that is wrong, because records were given up
 * with their partition, costs at most the commit interval and a poll. Thread-safe: each thread has a count of its own.
 */
public final class ReadyRecords {

    /** How long a record that somebody waits for is held up by those behind it. */
    static final Duration MOST_WAIT = Duration.ofMillis(10);

    private final LongSupplier nanoTime;
    private final ThreadLocal<Ready> threads = ThreadLocal.withInitial(Ready::new);

    private static final class Ready {
        private int records;
        private boolean awaited;
        private long since;
    }

    /** @param nanoTime {@link System#nanoTime} */
    public ReadyRecords(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A poll of this thread has brought records. Those of an earlier one that have not been processed do not count any more.
     *
     * @param records how many
     */
    public void polled(int records) {
        threads.get().records = records;
    }

    /**
     * One of them has been processed.
     *
     * @param awaited whether somebody waits for what followed
     * @return whether the transaction is to end now
     */
    public boolean isLast(boolean awaited) {
        Ready ready = threads.get();
        ready.records--;
        if (awaited && !ready.awaited) {
            ready.awaited = true;
            ready.since = nanoTime.getAsLong();
        }
        boolean ends =
                ready.awaited && (ready.records <= 0 || nanoTime.getAsLong() - ready.since >= MOST_WAIT.toNanos());
        ready.awaited &= !ends;
        return ends;
    }
}
