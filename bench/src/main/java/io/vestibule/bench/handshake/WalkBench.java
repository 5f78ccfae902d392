package io.vestibule.bench.handshake;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.report.Figure;
import io.vestibule.schemas.AttemptStep;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * {@code bench walk}. Each accept meets servers that nobody has met before, so that nothing is known of them. That the walk
 * kept its order is read from the attempts in the outcome.
 */
public final class WalkBench implements Bench {

    private static final Map<Integer, Double> MOST_MS_HANGING = Map.of(5, 3000.0, 20, 6000.0);
    private static final long OUTCOME_WITHIN_SECONDS = 120;
    private static final double NANOS_PER_MS = 1e6;

    @Override
    public String name() {
        return "walk";
    }

    @Override
    public String about() {
        return "from an accept to JOINED with dead servers before the good one: refused connections, silent servers";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (HandshakeScene scene = HandshakeScene.open(run)) {
            new Session(run, scene).measure();
        }
    }

    private enum Death {
        REFUSED("refused"),
        HANGING("hang");

        private final String label;

        Death(String label) {
            this.label = label;
        }

        ScriptedHomeserver befall(ScriptedHomeserver server) {
            switch (this) {
                case REFUSED -> server.goOffline();
                case HANGING -> server.script().everyHandshake(Fault.hang());
            }
            return server;
        }
    }

    /** The accepts of one run. */
    private static final class Session {

        private final BenchRun run;
        private final HandshakeScene scene;
        private final ScriptedHomeserver good;
        private int invites;
        private int servers;

        Session(BenchRun run, HandshakeScene scene) {
            this.run = run;
            this.scene = scene;
            this.good = scene.world().server("good.example");
        }

        void measure() throws IOException, InterruptedException, ExecutionException, TimeoutException {
            for (int warm = 0; warm < run.size(1, 20, 50); warm++) {
                accept(List.of());
            }
            int rounds = run.size(1, 3, 7);
            double alone = median(Death.REFUSED, 0, rounds);
            run.say(Figure.of("good_ms", alone, "ms").with("accepts", rounds));
            for (Death death : Death.values()) {
                for (int dead : run.isFull()
                        ? List.of(1, 2, 5, 10, 20)
                        : run.size(1, 2, 2) == 1 ? List.of(2) : List.of(5, 20)) {
                    Figure figure = Figure.of(death.label + dead + "_ms", median(death, dead, rounds), "ms")
                            .with("accepts", rounds)
                            .with("without_dead_servers_ms", Math.round(alone));
                    Double limit = death == Death.HANGING ? MOST_MS_HANGING.get(dead) : null;
                    run.say(
                            limit == null
                                    ? figure.against("no dead server", alone)
                                    : figure.againstLimit("the reach", limit));
                }
            }
        }

        private double median(Death death, int dead, int rounds)
                throws IOException, InterruptedException, ExecutionException, TimeoutException {
            double[] ms = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                List<ScriptedHomeserver> before = new ArrayList<>();
                for (int n = 0; n < dead; n++) {
                    before.add(scene.world().server("dead" + servers++ + ".example"));
                }
                ms[round] = accept(before, death);
                before.forEach(ScriptedHomeserver::goOffline);
            }
            run.note(dead + " servers " + death.label + ": " + Arrays.toString(ms) + " ms");
            Arrays.sort(ms);
            return ms[rounds / 2];
        }

        private double accept(List<ScriptedHomeserver> dead)
                throws IOException, InterruptedException, ExecutionException, TimeoutException {
            return accept(dead, Death.REFUSED);
        }

        private double accept(List<ScriptedHomeserver> dead, Death death)
                throws IOException, InterruptedException, ExecutionException, TimeoutException {
            List<ScriptedHomeserver> via =
                    Stream.concat(dead.stream(), Stream.of(good)).toList();
            HandshakeScene.Invited invited = scene.invite(good, via, invites++);
            dead.forEach(death::befall);
            long begun = System.nanoTime();
            CommandOutcome outcome = scene.join(invited.accept()).get(OUTCOME_WITHIN_SECONDS, TimeUnit.SECONDS);
            double ms = (System.nanoTime() - begun) / NANOS_PER_MS;
            verify(outcome, via);
            return ms;
        }

        /** Every server before the good one was asked, in order, and only the good one was sent anything. */
        private void verify(CommandOutcome outcome, List<ScriptedHomeserver> via) {
            List<String> wanted =
                    via.stream().map(server -> server.name().value()).toList();
            Set<String> asked = new LinkedHashSet<>();
            outcome.getAttempts().stream()
                    .filter(attempt -> attempt.getStep() == AttemptStep.MAKE)
                    .sorted(Comparator.comparingLong(ServerAttempt::getStartedAt))
                    .forEach(attempt -> asked.add(attempt.getServer()));
            WrongResultException.unless(
                    List.copyOf(asked).equals(wanted), "asked were " + asked + ", in order are " + wanted);
            Set<String> sentTo = new LinkedHashSet<>();
            outcome.getAttempts().stream()
                    .filter(attempt -> attempt.getStep() == AttemptStep.SEND)
                    .forEach(attempt -> sentTo.add(attempt.getServer()));
            WrongResultException.unless(sentTo.equals(Set.of(good.name().value())), "the join was sent to " + sentTo);
        }
    }
}
