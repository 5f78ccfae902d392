package io.vestibule.bench.handshake;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.bench.report.Figure;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code bench latency}. The clock of one accept starts just before its command is handed to the producer; it is on the wire
 * when the scripted server has read {@code make_join}, on the same clock.
 */
public final class LatencyBench implements Bench {

    private static final double MOST_P50_MS = 12;
    private static final double MOST_P99_MS = 60;
    private static final double NANOS_PER_MS = 1e6;
    private static final double MICROS_PER_MS = 1e3;
    private static final long OUTCOMES_WITHIN_SECONDS = 120;
    private static final String COMPILERS = "CompilerThre";
    private static final double WARM = 0.03;
    private static final ProcessWatch OURS =
            new ProcessWatch(ProcessHandle.current().pid());

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String about() {
        return "from an accept's append to make_join on the wire, and to its outcome with a fast peer; exactly once";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (HandshakeScene scene = HandshakeScene.open(run)) {
            new Session(run, scene).measure();
        }
    }

    /** The accepts of one run. */
    private static final class Session {

        private final BenchRun run;
        private final HandshakeScene scene;
        private final ScriptedHomeserver good;
        private final Map<String, Long> onTheWire = new ConcurrentHashMap<>();
        private int invites;

        Session(BenchRun run, HandshakeScene scene) {
            this.run = run;
            this.scene = scene;
            this.good = scene.world().server("good.example");
            scene.world().requests().onRequest(this::note);
        }

        private void note(RecordedRequest request) {
            if (request.route() == Route.MAKE_JOIN) {
                onTheWire.putIfAbsent(request.room(), System.nanoTime());
            }
        }

        void measure() throws IOException, InterruptedException, ExecutionException, TimeoutException {
            warmUp();
            say(accept(run.size(5, 200, 400), 20), 20);
            if (run.isFull()) {
                for (int perSecond : List.of(50, 100, 150, 200)) {
                    say(accept(10 * perSecond, perSecond), perSecond);
                }
            }
        }

        /** Faster than the first that is measured: what the compilers wait for is how often something was done. */
        private void warmUp() throws IOException, InterruptedException, ExecutionException, TimeoutException {
            ProcessWatch watch = scene.vestibule().watch();
            double compiling = 1;
            for (int round = 0; round < run.size(1, 3, 24) && compiling > WARM; round++) {
                long all = watch.cpuMicros();
                long compilers = watch.cpuMicrosOfThreads(COMPILERS);
                accept(run.size(3, 100, 500), run.isFull() ? 100 : 50);
                compiling = (double) (watch.cpuMicrosOfThreads(COMPILERS) - compilers) / (watch.cpuMicros() - all);
                run.note("%.0f %% of the processor time went into compiling".formatted(compiling * 100));
            }
        }

        private record Times(double[] wireMs, double[] outcomeMs, double cpuMs, double peersCpuMs) {}

        private Times accept(int count, double perSecond)
                throws IOException, InterruptedException, ExecutionException, TimeoutException {
            List<HandshakeScene.Invited> invited = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                invited.add(scene.invite(good, List.of(good), invites++));
            }
            run.note(count + " accepts, " + perSecond + " a second");
            long[] sent = new long[count];
            double[] outcomeMs = new double[count];
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            long cpu = scene.vestibule().watch().cpuMicros();
            long peersCpu = OURS.cpuMicros();
            long started = System.nanoTime();
            for (int n = 0; n < count; n++) {
                await(started + (long) (n / perSecond * 1e9));
                int place = n;
                sent[n] = System.nanoTime();
                outcomes.add(scene.join(invited.get(n).accept())
                        .thenAccept(outcome -> outcomeMs[place] = (System.nanoTime() - sent[place]) / NANOS_PER_MS));
            }
            CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                    .get(OUTCOMES_WITHIN_SECONDS, TimeUnit.SECONDS);
            double cpuMs = (scene.vestibule().watch().cpuMicros() - cpu) / MICROS_PER_MS / count;
            double peersCpuMs = (OURS.cpuMicros() - peersCpu) / MICROS_PER_MS / count;
            double[] wireMs = new double[count];
            for (int n = 0; n < count; n++) {
                Long seen = onTheWire.get(invited.get(n).room().id().value());
                if (seen == null) {
                    throw new WrongResultException("a user has joined without make_join");
                }
                wireMs[n] = (seen - sent[n]) / NANOS_PER_MS;
            }
            Arrays.sort(wireMs);
            Arrays.sort(outcomeMs);
            return new Times(wireMs, outcomeMs, cpuMs, peersCpuMs);
        }

        private void say(Times times, int perSecond) {
            run.say(at("wire_p50_ms", times.wireMs(), 0.5, perSecond).againstLimit("the reach", MOST_P50_MS));
            run.say(at("wire_p99_ms", times.wireMs(), 0.99, perSecond).againstLimit("the reach", MOST_P99_MS));
            run.say(at("outcome_p50_ms", times.outcomeMs(), 0.5, perSecond));
            run.say(at("outcome_p99_ms", times.outcomeMs(), 0.99, perSecond));
            run.say(Figure.of("cpu_ms_per_accept", times.cpuMs(), "ms")
                    .with("commands_per_second", perSecond)
                    .with("cpu_ms_of_the_peers_and_the_client", times.peersCpuMs()));
        }

        private static Figure at(String name, double[] sorted, double quantile, int perSecond) {
            double value = sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)];
            return Figure.of(name, value, "ms")
                    .with("commands_per_second", perSecond)
                    .with("accepts", sorted.length);
        }

        private static void await(long at) {
            for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }
}
