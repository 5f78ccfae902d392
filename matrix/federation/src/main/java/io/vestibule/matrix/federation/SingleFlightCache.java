package io.vestibule.matrix.federation;

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
 *
 * @param <K> what values are found by
 * @param <V> what is kept
 */
public final class SingleFlightCache<K, V> {

    /** Loads a value. Failures are values too: an exception is a bug, and reaches everybody who waits. */
    @FunctionalInterface
    public interface Loader<V> {

        /** @param previous the value that was kept before, if it is still known */
        Kept<V> load(@Nullable V previous) throws InterruptedException;
    }

    /**
     * @param value what was loaded
     * @param until from when it is loaded anew
     */
    public record Kept<V>(V value, Instant until) {}

    private final InstantSource clock;
    private final Map<K, Flight<V>> flights;

    /**
     * @param mostEntries how many values are kept at most
     * @param clock tells when a value is too old
     */
    public SingleFlightCache(int mostEntries, InstantSource clock) {
        this.clock = clock;
        this.flights = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Flight<V>> eldest) {
                return size() > mostEntries;
            }
        };
    }

    /**
     * @param key what the value is found by
     * @param loader how to get it when it is not there
     * @param deadline when to stop waiting
     * @return the value, or empty if the load was not finished in time, which it may be the next time
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Optional<V> get(K key, Loader<V> loader, Deadline deadline) throws InterruptedException {
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
        Thread.ofVirtual().name("load " + key).start(() -> flight.fly(loader, previous));
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
