package io.vestibule.matrix.json;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends objects that are worth keeping over many documents, each to one thread at a time. Holds a fixed number of them:
 * callers may be thousands of virtual threads, for which thread-locals would be thousands of buffers. Who finds his place
 * and the one beside it empty gets a new one, so nobody waits. Thread-safe.
 *
 * @param <T> what is lent
 */
final class Pool<T> {

    private static final int PLACES_FOR_EACH_CORE = 4;

    /** A power of two. As few as do, because what was used a moment ago is still in the core's cache. */
    private static final int PLACES =
            Integer.highestOneBit(PLACES_FOR_EACH_CORE * Runtime.getRuntime().availableProcessors());

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        int place = place();
        T kept = places.getAndSet(place, null);
        T found = kept == null ? places.getAndSet(beside(place), null) : kept;
        return found == null ? maker.get() : found;
    }

    void giveBack(T used) {
        int place = place();
        if (!places.compareAndSet(place, null, used)) {
            places.set(beside(place), used);
        }
    }

    /** For whoever comes while somebody else of the same place is at work. */
    private static int beside(int place) {
        return place ^ 1;
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & PLACES - 1;
    }
}
