package io.vestibule.ingress.append;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Notices that nothing has been acknowledged for too long although something is waiting. Thread-safe. */
final class Stall {

    private final LongSupplier nanoTime;
    private final long limitNanos;
    private int waiting;
    private long quietSince;

    Stall(Duration limit, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.limitNanos = limit.toNanos();
    }

    /** Something was sent. */
    synchronized void sent() {
        if (waiting++ == 0) {
            quietSince = nanoTime.getAsLong();
        }
    }

    /** Something that was sent has been acknowledged. */
    synchronized void acknowledged() {
        waiting--;
        quietSince = nanoTime.getAsLong();
    }

    /** Something that was sent has been given up. */
    synchronized void failed() {
        waiting--;
    }

    synchronized boolean isStalled() {
        return waiting > 0 && nanoTime.getAsLong() - quietSince > limitNanos;
    }

    synchronized int waiting() {
        return waiting;
    }
}
