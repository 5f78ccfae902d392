package io.vestibule.bench.worker;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.bench.report.Figure;
import java.io.IOException;

/** {@code bench worker}. */
public final class WorkerBench implements Bench {

    private static final int SERVERS = 40;
    private static final int AT_ONCE = 256;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Orders that have just been answered, or are about to be sent, run as well. */
    private static final double ROOM_TO_SPARE = 1.2;

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public String about() {
        return "handshakes in flight to servers that take 3 s and more, and the cost of one beside its signatures";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException {
        int wanted = run.size(200, 10_000, 10_000);
        int servers = run.size(2, SERVERS, SERVERS);
        try (WorkerScene scene =
                WorkerScene.open(run.folder(), servers, (int) (wanted * ROOM_TO_SPARE), run.jvmOptions())) {
            Rounds rounds = new Rounds(
                    scene.orders(),
                    scene.peers().rooms(),
                    scene.us(),
                    scene.keys().signingKey().verifyKey());
            for (int round = 0; round < run.size(1, 2, 8); round++) {
                run.note("getting warm");
                rounds.join(run.size(50, 1500, 4000), AT_ONCE);
            }
            rate(run, scene, rounds);
            inFlight(run, scene, rounds, wanted);
            int joins = scene.peers().joins();
            run.say(Figure.of("verified_handshakes", joins, "joins")
                    .with("templates", scene.peers().templates()));
        }
    }

    private static void rate(BenchRun run, WorkerScene scene, Rounds rounds) throws IOException, InterruptedException {
        int count = run.size(100, 2000, 10_000);
        BareCost bare = new BareCost(scene);
        double bareBefore = bare.micros();
        ProcessWatch watch = scene.worker().watch();
        long cpu = watch.cpuMicros();
        long begun = System.nanoTime();
        run.note(count + " joins with instant servers");
        rounds.join(count, AT_ONCE);
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        double micros = (double) (watch.cpuMicros() - cpu) / count;
        double signatures = (bareBefore + bare.micros()) / 2;
        run.say(Figure.of("cpu_us_per_join", micros, "us")
                .against(BareCost.WHAT, signatures)
                .with("joins", count)
                .with("steps", "make_join and send_join over TLS, 4 state events imported"));
        run.say(Figure.of("joins_per_second", count / seconds, "1/s")
                .against("what its signatures alone would allow on one core", 1e6 / signatures)
                .with("cores", Runtime.getRuntime().availableProcessors())
                .with("shares_them_with", "the broker and the other servers")
                .with("at_once", AT_ONCE));
    }

    private static void inFlight(BenchRun run, WorkerScene scene, Rounds rounds, int wanted)
            throws IOException, InterruptedException {
        long takes = run.size(200, 3000, 3000);
        int asked = scene.peers().templates();
        run.note(wanted + " handshakes with servers that answer " + takes + " ms after all have been asked");
        scene.peers().hold(wanted, takes);
        long begun = System.nanoTime();
        rounds.prepare(wanted);
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        scene.peers().verifyIdle();
        WrongResultException.unless(
                scene.peers().templates() - asked == wanted,
                wanted + " templates were needed, " + (scene.peers().templates() - asked) + " were asked for");
        run.say(Figure.of("in_flight", scene.peers().mostWaiting(), "handshakes")
                .againstLimit("the reach", wanted)
                .with("servers_take_at_least_ms", takes)
                .with("seconds_for_all", Math.round(seconds * 10) / 10.0)
                .with("seen_by", "the other servers"));
        GcLog heap = GcLog.read(WorkerScene.gcLog(run.folder()));
        run.say(Figure.of("heap_after_gc_mib", heap.mostAfterMib(), "MiB")
                .againstLimit("the heap that it has", WorkerScene.HEAP_MIB)
                .with("fullest_mib", heap.mostBeforeMib())
                .with("resident_mib", Math.round(scene.worker().watch().mostResidentMib())));
    }
}
