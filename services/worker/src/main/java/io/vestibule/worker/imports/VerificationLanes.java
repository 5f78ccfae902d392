package io.vestibule.worker.imports;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The threads that check events, as many as there are cores, for all imports of the process together. They are threads of the
 * platform, because checking is nothing but arithmetic and would hold up everything else on the threads that virtual ones
 * share.
 *
 * <p>A batch takes a place from when it is given until its result has been taken, which bounds the memory of all imports.
 * Thread-safe.
 */
public final class VerificationLanes implements AutoCloseable {
    private static final int PLACES_PER_LANE = 4;

    private final ExecutorService threads;
    private final Semaphore places;

    private VerificationLanes(int lanes) {
        this.threads = Executors.newFixedThreadPool(
                lanes, Thread.ofPlatform().daemon().name("verification-", 0).factory());
        this.places = new Semaphore(lanes * PLACES_PER_LANE);
    }

    /** @return one lane for each core */
    public static VerificationLanes open() {
        return new VerificationLanes(Runtime.getRuntime().availableProcessors());
    }

    Semaphore places() {
        return places;
    }

    <R> Future<R> start(Callable<R> batch) {
        return threads.submit(batch);
    }

    /** Gives up what is still running. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
