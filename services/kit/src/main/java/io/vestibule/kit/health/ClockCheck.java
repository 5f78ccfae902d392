package io.vestibule.kit.health;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Whether the clock has been set back. Kafka's clients time their heartbeats, reconnects and due work by it: they wait until it is as late
 * again as it was, and only a restart helps sooner. Thread-safe.
 */
public final class ClockCheck implements Supplier<HealthStatus> {

    /** What is less is waited for. */
    private static final Duration MOST_BACK = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

    /** @param clock the one that is judged; a step is seen if it lies between two questions */
    public ClockCheck(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public HealthStatus get() {
        long now = clock.millis();
        Duration back = Duration.ofMillis(latest.accumulateAndGet(now, Math::max) - now);
        return HealthStatus.of(
                back.compareTo(MOST_BACK) <= 0,
                "the clock was set back: timers wait for " + back.toSeconds() + " s, or for a restart");
    }
}
