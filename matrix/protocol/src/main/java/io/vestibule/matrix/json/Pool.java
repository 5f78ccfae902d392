package io.vestibule.matrix.json;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends objects that are worth keeping over many documents, each to one thread at a time. Holds a fixed number of them:
 * callers may be thousands of virtual threads, for which thread-locals would be thousands of buffers. Who finds his place
 * empty gets a new one, so nobody waits. Thread-safe.
 *
 * @param <T> what is lent
 */
final class Pool<T> {

    private static final int PLACES = 64;

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        T kept = places.getAndSet(place(), null);
        return kept == null ? maker.get() : kept;
    }

    void giveBack(T used) {
        places.set(place(), used);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & PLACES - 1;
    }
}
