package io.vestibule.chaos.fault;

import io.vestibule.chaos.cluster.Instance;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A rolling restart: each instance stops cleanly and serves again before the next one stops. */
final class Rolling {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Rolling() {}

    /** Begins, and returns when the first instance has stopped. */
    static Rolling over(List<Instance> instances) throws IOException, InterruptedException {
        Rolling rolling = new Rolling();
        stop(instances.getFirst());
        Thread.ofVirtual().name("rolling restart").start(() -> rolling.run(instances));
        return rolling;
    }

    void awaitEnd() throws IOException, InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        }
    }

    private void run(List<Instance> instances) {
        try {
            for (Instance each : instances) {
                if (each != instances.getFirst()) {
                    stop(each);
                }
                each.start();
                if (!each.isReadyWithin(START_PATIENCE)) {
                    throw new IOException(each.name() + " did not come back");
                }
            }
            ended.complete(null);
        } catch (IOException failure) {
            ended.completeExceptionally(failure);
        } catch (InterruptedException stopped) {
            ended.completeExceptionally(stopped);
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Instance instance) throws IOException, InterruptedException {
        if (!instance.stop()) {
            throw new IOException(instance.name() + " did not stop when it was told to");
        }
    }
}
