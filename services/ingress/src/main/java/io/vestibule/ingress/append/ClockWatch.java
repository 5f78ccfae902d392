package io.vestibule.ingress.append;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Compares our clock with the brokers', which stamp every invite that is appended. Keys are valid by the clock, so one that is
 * wrong by hours has invites refused that are good; an alarm is raised once in ten minutes. Thread-safe.
 */
public final class ClockWatch {

    private static final Duration WRONG = Duration.ofMinutes(5);
    private static final Duration SAY_EVERY = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final LongConsumer alarm;
    private final AtomicLong sayNotBefore = new AtomicLong(Long.MIN_VALUE);
    private volatile long aheadMs;

    /**
     * @param clock our clock
     * @param alarm hears how many seconds it is ahead, when that is too much
     */
    public ClockWatch(InstantSource clock, LongConsumer alarm) {
        this.clock = clock;
        this.alarm = alarm;
    }

    /**
     * Takes note of a stamp that a broker has just made.
     *
     * @param stampedTs the stamp in milliseconds since 1970; none if it is not positive
     */
    void stamped(long stampedTs) {
        if (stampedTs <= 0) {
            return;
        }
        long now = clock.millis();
        aheadMs = now - stampedTs;
        long due = sayNotBefore.get();
        if (Math.abs(aheadMs) > WRONG.toMillis()
                && now >= due
                && sayNotBefore.compareAndSet(due, now + SAY_EVERY.toMillis())) {
            alarm.accept(aheadMs / 1000);
        }
    }

    /** @return how far our clock is ahead of the brokers', in seconds, as last seen; negative if it is behind */
    public double secondsAhead() {
        return aheadMs / 1000.0;
    }
}
