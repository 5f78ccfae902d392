package io.vestibule.topology.service;

import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.topology.StateView;
import io.vestibule.topology.codec.GlanceReader.Glance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the invites of this instance's rooms by their state, again and again: reading every record is no work for a thread
 * that decides, and a count that is kept along would have to survive every move of a store. Takes a fiftieth of one core at
 * most. Thread-safe.
 */
final class InviteCensus implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InviteCensus.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int PAUSE_PER_WORK = 49;

    /** Where an invite stands, as operators count them. */
    enum Standing {
        KNOCKED(true),
        INVITED(true),
        JOINING(true),
        JOINED(false),
        REJECTING(true),
        /** The user is out, and the room is still to be told. */
        LEAVING(true),
        LEFT(false),
        RETRACTED(false),
        BANNED(false);

        private final boolean pending;

        Standing(boolean pending) {
            this.pending = pending;
        }

        static @Nullable Standing of(Glance invite) {
            return switch (invite.state()) {
                case UNKNOWN, NONE -> null;
                case KNOCKED -> KNOCKED;
                case INVITED -> INVITED;
                case JOINING -> JOINING;
                case JOINED -> JOINED;
                case REJECTING -> REJECTING;
                case LEFT -> invite.tellsRoom() ? LEAVING : LEFT;
                case RETRACTED -> RETRACTED;
                case BANNED -> BANNED;
            };
        }
    }

    /** What was counted. */
    static final class Count {
        private final Map<Standing, Long> invites = new EnumMap<>(Standing.class);
        private final Map<Standing, Instant> oldest = new EnumMap<>(Standing.class);

        void add(Glance invite) {
            Standing standing = Standing.of(invite);
            if (standing != null) {
                invites.merge(standing, 1L, Long::sum);
                if (standing.pending) {
                    oldest.merge(standing, invite.changedAt(), (one, other) -> one.isBefore(other) ? one : other);
                }
            }
        }

        long of(Standing standing) {
            return invites.getOrDefault(standing, 0L);
        }

        /** @return for how long the one that is longest unchanged has been; zero if there is none */
        Duration oldest(Standing standing, Instant now) {
            Instant since = oldest.getOrDefault(standing, now);
            return since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO;
        }
    }

    private final StateView stores;
    private final InstantSource clock;
    private final Thread thread;
    private volatile Count newest = new Count();

    private InviteCensus(StateView stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
        this.thread = Thread.ofPlatform()
                .name("vestibule-census")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    /** @param stores the running ones of this instance */
    static InviteCensus start(StateView stores, Metrics metrics, InstantSource clock) {
        InviteCensus census = new InviteCensus(stores, clock);
        for (Standing standing : Standing.values()) {
            String label = standing.name().toLowerCase(Locale.ROOT);
            metrics.gauge(Metric.TOPOLOGY_INVITES, () -> census.newest.of(standing), label);
            if (standing.pending) {
                metrics.gauge(
                        Metric.TOPOLOGY_OLDEST_PENDING,
                        () -> census.newest.oldest(standing, clock.instant()).toSeconds(),
                        label);
            }
        }
        census.thread.start();
        return census;
    }

    private void run() {
        try {
            while (true) {
                long begun = System.nanoTime();
                newest = count();
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                Duration rest = took.multipliedBy(PAUSE_PER_WORK);
                Thread.sleep(rest.compareTo(PAUSE) > 0 ? rest : PAUSE);
            }
        } catch (InterruptedException stopped) {
            LOG.atDebug().log("the census ends");
        }
    }

    /** Of rooms that are elsewhere, or not restored yet, nothing is counted here. */
    private Count count() {
        Count count = new Count();
        try {
            stores.invites(count::add);
        } catch (InvalidStateStoreException | IllegalStateException notRunning) {
            return new Count();
        } catch (RuntimeException unreadable) {
            LOG.atWarn().setCause(unreadable).log("invites could not be counted");
            return new Count();
        }
        return count;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
