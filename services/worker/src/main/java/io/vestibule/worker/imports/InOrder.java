package io.vestibule.worker.imports;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One import's batches on the lanes: worked on side by side, their results taken in the order in which they were given.
 *
 * <p>Who gets no place takes his own oldest result first, which frees one; so imports never wait for one another in a circle.
 * Used by one thread.
 *
 * @param <R> what comes of a batch
 */
final class InOrder<R> implements AutoCloseable {

    /** Where results go. */
    @FunctionalInterface
    interface Taker<R> {
        void take(R result) throws IOException, InterruptedException;
    }

    private final VerificationLanes lanes;
    private final Taker<R> taker;
    private final Deque<Future<R>> underWay = new ArrayDeque<>();

    InOrder(VerificationLanes lanes, Taker<R> taker) {
        this.lanes = lanes;
        this.taker = taker;
    }

    /** Gives a batch; takes results that are there, and waits while there is no place. */
    void give(Callable<R> batch) throws IOException, InterruptedException {
        while (!lanes.places().tryAcquire()) {
            if (underWay.isEmpty()) {
                lanes.places().acquire();
                break;
            }
            takeOldest();
        }
        try {
            underWay.add(lanes.start(batch));
        } catch (RuntimeException closed) {
            lanes.places().release();
            throw closed;
        }
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            takeOldest();
        }
    }

    /** Works on a batch on this thread, for one that is not worth a way there and back. */
    void here(Callable<R> batch) throws IOException, InterruptedException {
        finish();
        R result;
        try {
            result = batch.call();
        } catch (Exception failed) {
            throw failure(failed);
        }
        taker.take(result);
    }

    /** Waits for everything that was given. */
    void finish() throws IOException, InterruptedException {
        while (!underWay.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() throws IOException, InterruptedException {
        R result;
        try {
            result = underWay.element().get();
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        }
        underWay.remove();
        lanes.places().release();
        taker.take(result);
    }

    private static IllegalStateException failure(@Nullable Throwable cause) {
        return new IllegalStateException("a batch of events could not be checked", cause);
    }

    /** Gives up what has not been taken. */
    @Override
    public void close() {
        underWay.forEach(left -> left.cancel(false));
        lanes.places().release(underWay.size());
        underWay.clear();
    }
}
