package io.vestibule.topology.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do when a stream thread fails: a new thread takes over, because brokers and registries come back. Failing again
 * and again is no outage but a fault of the instance, which then stops and says so. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final InstantSource clock;
    private final int most;
    private final Duration within;
    private final Deque<Instant> recent = new ArrayDeque<>();

    /**
     * @param clock the time
     * @param most how many threads may fail
     * @param within during which time
     */
    ThreadFailures(InstantSource clock, int most, Duration within) {
        this.clock = clock;
        this.most = most;
        this.within = within;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Instant now = clock.instant();
        recent.addLast(now);
        while (recent.getFirst().isBefore(now.minus(within))) {
            recent.removeFirst();
        }
        boolean replaced = recent.size() <= most && !(failure instanceof Error);
        LOG.atError()
                .setCause(failure)
                .addKeyValue("failures", recent.size())
                .addKeyValue("within", within)
                .log(replaced ? "a stream thread failed and is replaced" : "stream threads keep failing: stopping");
        return replaced ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
