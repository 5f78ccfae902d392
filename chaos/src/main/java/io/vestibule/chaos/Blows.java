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

    // How long it takes is measured. Only what does not come back at all has broken a promise, so that a busy machine
    // breaks none.
    private static final Duration RECOVERY = Duration.ofMinutes(5);
    private static final Duration WHOLE_AGAIN = Duration.ofMinutes(5);

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
                end(blow, healing);
                yield recovery.join();
            }
            case ENDED -> {
                end(blow, healing);
                yield prober.recovery(System.nanoTime(), RECOVERY);
            }
        };
    }

    private void end(Blow blow, Healing healing) throws InterruptedException {
        Thread.sleep(blow.kind().hold());
        try {
            healing.heal();
        } catch (IOException remains) {
            violated("what was struck comes back when it is let", blow, String.valueOf(remains.getMessage()));
        }
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
