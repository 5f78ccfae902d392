package io.vestibule.kit.clock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares our clock with the brokers', which stamp what is appended to topics of {@code LogAppendTime}. Keys are valid by the
 * clock, and what we sign says when it was, so one that is wrong by hours has good things refused; an alarm is raised once in ten
 * minutes. Thread-safe.
 */
public final class ClockWatch {

    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration WRONG = Duration.ofMinutes(5);
    private static final Duration SAY_EVERY = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final LongConsumer alarm;
    private final AtomicLong sayNotBefore = new AtomicLong(Long.MIN_VALUE);
    private volatile double aheadMs = Double.NaN;

    /**
     * @param clock our clock
     * @param alarm hears how many seconds it is ahead, when that is too much
     */
    public ClockWatch(InstantSource clock, LongConsumer alarm) {
        this.clock = clock;
        this.alarm = alarm;
    }

    /**
     * A watch that says in the log when our clock is wrong.
     *
     * @param clock our clock
     */
    public static ClockWatch logging(InstantSource clock) {
        return new ClockWatch(
                clock,
                secondsAhead -> log.atError()
                        .addKeyValue("secondsAhead", secondsAhead)
                        .log("our clock is wrong, or the brokers' is: keys are taken for invalid that are good"));
    }

    /**
     * Takes note of a stamp that a broker has just made.
     *
     * @param stampedTs the stamp in milliseconds since 1970; none if it is not positive
     */
    public void stamped(long stampedTs) {
        if (stampedTs > 0) {
            long now = clock.millis();
            note(now, now - stampedTs);
        }
    }

    /**
     * Takes note of the stamp of a record that was read. It may have been waiting for long, which looks like a clock that is
     * ahead: only a stamp of the future says something, that ours is behind.
     *
     * @param stampedTs the stamp in milliseconds since 1970; none if it is not positive
     */
    public void read(long stampedTs) {
        if (stampedTs > 0) {
            long now = clock.millis();
            note(now, Math.min(0, now - stampedTs));
        }
    }

    private void note(long now, long ahead) {
        aheadMs = ahead;
        long due = sayNotBefore.get();
        if (Math.abs(ahead) > WRONG.toMillis()
                && now >= due
                && sayNotBefore.compareAndSet(due, now + SAY_EVERY.toMillis())) {
            alarm.accept(ahead / 1000);
        }
    }

    /** @return how far our clock is ahead of the brokers', in seconds, as last seen; negative if it is behind, NaN before that */
    public double secondsAhead() {
        return aheadMs / 1000.0;
    }
}
