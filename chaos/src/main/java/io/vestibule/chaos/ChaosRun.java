package io.vestibule.chaos;

import io.vestibule.chaos.check.Evidence;
import io.vestibule.chaos.check.Judgement;
import io.vestibule.chaos.cluster.Instance;
import io.vestibule.chaos.fault.Faults;
import io.vestibule.chaos.hostile.HostileScene;
import io.vestibule.chaos.load.Load;
import io.vestibule.chaos.load.Prober;
import io.vestibule.chaos.plan.Blow;
import io.vestibule.chaos.plan.Plan;
import io.vestibule.chaos.promise.Journal;
import io.vestibule.chaos.promise.Violation;
import io.vestibule.chaos.report.RunReport;
import io.vestibule.chaos.report.Struck;
import io.vestibule.chaos.report.Teller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run: strangers, blows, and in the end the judgement. Not thread-safe. */
final class ChaosRun {

    private static final Duration WARM_UP = Duration.ofMinutes(4);
    private static final Duration SETTLE = Duration.ofMinutes(5);
    private static final Duration YOUNG = Duration.ofSeconds(6);

    private final Scene scene;
    private final Plan plan;
    private final Size size;
    private final Teller teller;
    private final Prober prober;
    private final List<Evidence.Outage> outages = new ArrayList<>();

    ChaosRun(Scene scene, Plan plan, Size size, Teller teller) {
        this.scene = scene;
        this.plan = plan;
        this.size = size;
        this.teller = teller;
        this.prober = scene.prober();
    }

    RunReport play() throws InterruptedException {
        long begun = System.nanoTime();
        warmUp();
        List<Struck> struck = new ArrayList<>();
        Load.Parts parts = new Load.Parts(scene.cast(), scene.doors(), scene.commander(), scene.journal());
        try (Load load = Load.start(parts, scene.cluster().settings(), scene.us(), plan.seed(), size.every())) {
            strangers();
            Blows blows = new Blows(scene, prober);
            for (Blow blow : plan.blows()) {
                Instant from = Instant.now();
                Struck each = blows.strike(plan.seed(), blow);
                outages.add(new Evidence.Outage(from, Instant.now()));
                struck.add(each);
                teller.tell(each);
            }
            load.stop();
            teller.say("  the load ends after " + load.played() + " scenarios");
        }
        settle();
        List<Violation> violations = judge();
        teller.say("  the run took "
                + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s after the cluster had started");
        return new RunReport(plan.seed(), struck, violations);
    }

    /** The first invites meet cold JVMs, which is no fault. */
    private void warmUp() throws InterruptedException {
        prober.recovery(System.nanoTime(), WARM_UP);
        Optional<Duration> usual = prober.recovery(System.nanoTime(), WARM_UP);
        usual.ifPresentOrElse(
                took -> teller.say("  without any fault          an invite to every partition is accepted after "
                        + took.toMillis() + " ms"),
                () -> scene.journal()
                        .violated(new Violation(
                                "invites are accepted", "the start, without any fault", "not within " + WARM_UP)));
    }

    private void strangers() throws InterruptedException {
        HostileScene strangers = new HostileScene(
                new HostileScene.Parts(scene.world(), scene.doors(), scene.commander(), scene.journal(), scene.us()));
        HostileScene.Result result = strangers.play(size.strangers(), size.walks(), plan.seed());
        teller.say("  strangers                  " + result.joined() + " of " + result.rooms()
                + " accepts came to a join among "
                + result.servers() + " servers, asking " + result.asked() + " servers, one accept "
                + result.most() + ", the longest took "
                + result.longest().toMillis() + " ms"
                + (result.slowWellKnown() ? "" : " (no slow well-known file: needs root)"));
    }

    private void settle() throws InterruptedException {
        long giveUpAt = System.nanoTime() + SETTLE.toNanos();
        for (Journal.Sent sent : scene.journal().commands()) {
            try {
                sent.outcome().get(Math.max(1, giveUpAt - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException none) {
                scene.journal()
                        .violated(new Violation(
                                "every command comes to an outcome",
                                "room " + sent.command().getRoomId() + ", command "
                                        + sent.command().getCommandId(),
                                "none within " + SETTLE.toSeconds() + " s of the last fault"));
            }
        }
        Thread.sleep(YOUNG);
    }

    private Evidence.Circumstances circumstances() {
        return new Evidence.Circumstances(outages, plan.stepsClocks() ? Faults.STEP : Duration.ZERO);
    }

    private List<Violation> judge() throws InterruptedException {
        int deaths =
                scene.cluster().instances().stream().mapToInt(Instance::deaths).sum();
        Journal journal = scene.journal();
        teller.say("  promised: " + journal.acked().size() + " invites, "
                + journal.commands().size() + " commands; instances that gave up and were started again: " + deaths);
        Judgement judgement = Judgement.of(new Evidence(
                scene.cluster().settings(), journal, scene.world().requests().all(), scene.bridge(), circumstances()));
        teller.say("  judged: " + judgement.basis());
        judgement.violations().forEach(violation -> teller.tell(plan.seed(), violation));
        return judgement.violations();
    }
}
