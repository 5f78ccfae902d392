package io.vestibule.matrix.federation.client;

import io.vertx.core.Future;
import io.vestibule.matrix.federation.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a virtual thread wait for what an event loop does. */
final class Waiting {

    private Waiting() {}

    /**
     * @return what the future came to
     * @throws TimeoutException if the deadline passed first
     * @throws ExecutionException if the future failed; the cause says how
     */
    static <T> T on(Future<T> future, Deadline deadline)
            throws InterruptedException, TimeoutException, ExecutionException {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        future.onComplete(outcome::complete, outcome::completeExceptionally);
        return outcome.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }
}
