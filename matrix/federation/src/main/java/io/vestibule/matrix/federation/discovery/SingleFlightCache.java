package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache whose missing values are loaded once for everybody who waits.
 *
 * <p>A load runs on a virtual thread of its own: a caller that gives up or is interrupted takes nothing from the others.
 * When there are too many entries, the one that was not asked for the longest is forgotten. Thread-safe.
 */
final class SingleFlightCache<K, V> {

    /** Loads a value; the one that was kept before, if any, is at hand. */
    @FunctionalInterface
    interface Loader<V> {
        Kept<V> load(@Nullable V previous) throws InterruptedException;
    }

    /** A value and the moment from which it is loaded anew. */
    record Kept<V>(V value, Instant until) {}

    private final InstantSource clock;
    private final Map<K, Flight<V>> flights;

    SingleFlightCache(int mostEntries, InstantSource clock) {
        this.clock = clock;
        this.flights = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Flight<V>> eldest) {
                return size() > mostEntries;
            }
        };
    }

    /** The value, or empty if the load was not finished in time, which it may be the next time. */
    Optional<V> get(K key, Loader<V> loader, Deadline deadline) throws InterruptedException {
        Flight<V> flight = flight(key, loader);
        try {
            Kept<V> kept = flight.landed.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            return Optional.of(kept.value);
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("loading " + key + " failed", bug.getCause());
        }
    }

    private synchronized Flight<V> flight(K key, Loader<V> loader) {
        @Nullable Flight<V> known = flights.get(key);
        if (known != null && !known.isOver(clock.instant())) {
            return known;
        }
        @Nullable V previous = known == null ? null : known.value();
        Flight<V> flight = new Flight<>();
        flights.put(key, flight);
        Thread.ofVirtual().name("discovery " + key).start(() -> flight.fly(loader, previous));
        return flight;
    }

    private static final class Flight<V> {

        private final CompletableFuture<Kept<V>> landed = new CompletableFuture<>();

        void fly(Loader<V> loader, @Nullable V previous) {
            try {
                landed.complete(loader.load(previous));
            } catch (InterruptedException | RuntimeException | Error bug) {
                landed.completeExceptionally(bug);
            }
        }

        boolean isOver(Instant now) {
            if (!landed.isDone()) {
                return false;
            }
            return landed.isCompletedExceptionally() || !now.isBefore(landed.join().until);
        }

        @Nullable
        V value() {
            return landed.isCompletedExceptionally() ? null : landed.join().value;
        }
    }
}
