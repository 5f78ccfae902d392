package io.vestibule.ingress.append;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Notices that nothing has been acknowledged for too long although something is waiting. Every request asks and tells, on
 * whichever thread, so nobody waits for a lock. Thread-safe.
 */
final class Stall {

    private final LongSupplier nanoTime;
    private final long limitNanos;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long quietSince;

    Stall(Duration limit, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.limitNanos = limit.toNanos();
    }

    /** Something was sent. */
    void sent() {
        // Before it counts: whoever sees it waiting sees since when. Who ends the waiting meanwhile says so himself.
        if (waiting.get() == 0) {
            quietSince = nanoTime.getAsLong();
        }
        waiting.incrementAndGet();
    }

    /** Something that was sent has been acknowledged. */
    void acknowledged() {
        quietSince = nanoTime.getAsLong();
        waiting.decrementAndGet();
    }

    /** Something that was sent has been given up. */
    void failed() {
        if (waiting.decrementAndGet() == 0) {
            quietSince = nanoTime.getAsLong();
        }
    }

    boolean isStalled() {
        return waiting.get() > 0 && nanoTime.getAsLong() - quietSince > limitNanos;
    }

    int waiting() {
        return waiting.get();
    }
}
