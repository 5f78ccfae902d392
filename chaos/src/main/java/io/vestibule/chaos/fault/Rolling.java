package io.vestibule.chaos.fault;

import io.vestibule.chaos.cluster.Instance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A rolling restart: each instance stops cleanly and serves again before the next one stops. */
final class Rolling {

    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private final CompletableFuture<List<String>> ended = new CompletableFuture<>();

    private Rolling() {}

    /** Begins. */
    static Rolling over(List<Instance> instances) {
        Rolling rolling = new Rolling();
        Thread.ofVirtual().name("rolling restart").start(() -> rolling.run(instances));
        return rolling;
    }

    /** @throws IOException if an instance did not stop or start as it should; the message names all those */
    void awaitEnd() throws IOException, InterruptedException {
        try {
            List<String> complaints = ended.get();
            if (!complaints.isEmpty()) {
                throw new IOException(String.join("; ", complaints));
            }
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        }
    }

    // Nobody is left behind: what does not stop is ended, and the next one has its turn all the same.
    private void run(List<Instance> instances) {
        List<String> complaints = new ArrayList<>();
        try {
            for (Instance each : instances) {
                if (!each.stop()) {
                    complaints.add(each.name() + " did not stop when it was told to");
                }
                each.start();
                if (!each.isReadyWithin(START_PATIENCE)) {
                    complaints.add(each.name() + " did not come back");
                }
            }
            ended.complete(complaints);
        } catch (RuntimeException failure) {
            ended.completeExceptionally(failure);
        } catch (InterruptedException stopped) {
            ended.completeExceptionally(stopped);
            Thread.currentThread().interrupt();
        }
    }
}
