package io.vestibule.chaos;

import io.vestibule.chaos.fault.Faults;
import io.vestibule.chaos.fault.Healing;
import io.vestibule.chaos.load.Prober;
import io.vestibule.chaos.plan.Blow;
import io.vestibule.chaos.plan.FaultKind;
import io.vestibule.chaos.promise.Violation;
import io.vestibule.chaos.report.Struck;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Strikes, ends the fault, and measures. Not thread-safe. */
final class Blows {

    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(120);

    private final Scene scene;
    private final Prober prober;
    private final Faults faults;

    Blows(Scene scene, Prober prober) {
        this.scene = scene;
        this.prober = prober;
        this.faults = scene.faults();
    }

    /** Returns when the cluster is whole again; what is not so in time is a violation. */
    Struck strike(long seed, Blow blow) throws InterruptedException {
        Thread.sleep(blow.lead());
        try {
            Optional<Duration> recovery = recovery(blow);
            if (recovery.isEmpty()) {
                violated(
                        "invites are accepted again soon after a fault",
                        blow,
                        "not within " + RECOVERY.toSeconds() + " s");
            }
            List<String> late = scene.cluster().notReadyWithin(WHOLE_AGAIN);
            if (!late.isEmpty()) {
                violated("every instance serves again", blow, late + " not within " + WHOLE_AGAIN.toSeconds() + " s");
            }
            return Struck.of(seed, blow.kind(), recovery);
        } catch (IOException cannot) {
            return Struck.notPossible(seed, blow.kind(), String.valueOf(cannot.getMessage()));
        }
    }

    private Optional<Duration> recovery(Blow blow) throws IOException, InterruptedException {
        long struckAt = System.nanoTime();
        Healing healing = faults.strike(blow);
        return switch (blow.kind().from()) {
            case STRUCK -> {
                CompletableFuture<Optional<Duration>> recovery = inTheBackground(struckAt);
                Thread.sleep(blow.kind().hold());
                healing.heal();
                yield recovery.join();
            }
            case ENDED -> {
                Thread.sleep(blow.kind().hold());
                healing.heal();
                yield prober.recovery(System.nanoTime(), RECOVERY);
            }
        };
    }

    private CompletableFuture<Optional<Duration>> inTheBackground(long since) {
        CompletableFuture<Optional<Duration>> recovery = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                recovery.complete(prober.recovery(since, RECOVERY));
            } catch (InterruptedException stopped) {
                recovery.complete(Optional.empty());
                Thread.currentThread().interrupt();
            }
        });
        return recovery;
    }

    private void violated(String promise, Blow blow, String what) {
        FaultKind kind = blow.kind();
        scene.journal().violated(new Violation(promise, "fault " + kind.label() + ", victim " + blow.victim(), what));
    }
}
