package io.vestibule.standalone;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Steps of a start that run side by side, each on a virtual thread. Closing waits for all that have begun. */
final class Steps implements AutoCloseable {

    /** A step that has begun. */
    static final class Step<T> {
        private final CompletableFuture<T> outcome;

        private Step(CompletableFuture<T> outcome) {
            this.outcome = outcome;
        }

        /**
         * Waits for the step.
         *
         * @return what it made
         * @throws RuntimeException what it threw
         */
        T result() {
            try {
                return outcome.join();
            } catch (CompletionException failure) {
                throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
            }
        }
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    <T> Step<T> begin(Supplier<T> work) {
        return new Step<>(CompletableFuture.supplyAsync(work, threads));
    }

    Step<Void> begin(Runnable work) {
        return new Step<>(CompletableFuture.runAsync(work, threads));
    }

    @Override
    public void close() {
        threads.close();
    }
}
