package io.vestibule.schemas.registry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between tries: full jitter, from 1 ms to a limit that doubles.
 *
 * @param retries how often a request is repeated at one URL
 * @param first the limit of the first wait
 * @param most the limit of every wait
 * @param random chooses
 * @param sleeper waits
 */
record Backoff(int retries, Duration first, Duration most, RandomGenerator random, Sleeper sleeper) {

    /** Waits, or in tests only counts. */
    interface Sleeper {
        void sleep(Duration wait) throws InterruptedException;
    }

    static Backoff of(RegistrySettings settings) {
        return new Backoff(
                settings.number("max.retries", 3, 0),
                Duration.ofMillis(settings.number("retries.wait.ms", 1000, 1)),
                Duration.ofMillis(settings.number("retries.max.wait.ms", 20_000, 1)),
                RandomGenerator.getDefault(),
                Thread::sleep);
    }

    /** Waits before the repetition that follows {@code done} repetitions. */
    void pause(int done) throws InterruptedException {
        long doubled = first.toMillis() << Math.min(done, 20);
        long limit = Math.min(doubled, most.toMillis());
        sleeper.sleep(Duration.ofMillis(random.nextLong(1, limit + 1)));
    }
}
