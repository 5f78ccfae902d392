package io.vestibule.bench.ingress;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.bench.report.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code bench ingress}. */
public final class IngressBench implements Bench {

    private static final double MOST_MICROS = 130;
    private static final double MOST_P99_MS = 15;
    private static final int BARE_SAMPLE = 2000;
    private static final int BARE_ROUNDS = 5;
    private static final int USUAL_CONCURRENCY = 16;
    private static final int WARMING_CONCURRENCY = 64;
    private static final int MOST_REPEATS = 12;
    private static final int CALM_ROUNDS = 3;
    private static final String COMPILERS = "CompilerThre";
    private static final double WARM = 0.03;
    private static final Duration COMPILER_PAUSE = Duration.ofMillis(300);

    @Override
    public String name() {
        return "ingress";
    }

    @Override
    public String about() {
        return "signed invites over keep-alive HTTP: processor time of ingress for each that is acknowledged, latency";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException {
        try (IngressScene scene = IngressScene.open(run.folder(), run.jvmOptions())) {
            new Session(run, scene).measure();
        }
    }

    /** The invites of one run, and how they fared. */
    private static final class Session {

        private final BenchRun run;
        private final IngressScene scene;
        private final RequestFactory factory;
        private final AnswerCheck check;
        private final ProcessWatch watch;
        private final Set<String> acknowledged = new HashSet<>();
        private int warmings;

        Session(BenchRun run, IngressScene scene) {
            this.run = run;
            this.scene = scene;
            this.factory = new RequestFactory(
                    scene.origin(), scene.us(), scene.address().toString());
            this.check = new AnswerCheck(scene.us(), scene.keys().signingKey());
            this.watch = scene.ingress().watch();
        }

        void measure() throws IOException, InterruptedException {
            warmUp(WARMING_CONCURRENCY, run.size(1, 8, 40), run.size(300, 3000, 10_000));
            BareCost bare = new BareCost(scene.origin(), factory.make("bare", run.size(100, BARE_SAMPLE, BARE_SAMPLE)));
            double residentBefore = watch.residentMib();
            double rate = 0;
            for (int concurrency : run.isFull() ? List.of(1, 16, 64, 256) : List.of(USUAL_CONCURRENCY)) {
                double perSecond = closedLoop(concurrency, bare);
                rate = concurrency == USUAL_CONCURRENCY ? perSecond : rate;
            }
            halfLoad(rate / 2);
            run.say(Figure.of("resident_mib", watch.residentMib(), "MiB")
                    .against("resident memory after the warm-up", residentBefore)
                    .with("invites", acknowledged.size()));
            verify();
        }

        /**
         * Until the compilers have had nearly nothing to do for a while; another number of connections gives them something
         * again, and what they took back they make anew some rounds later.
         */
        private void warmUp(int concurrency, int rounds, int count) throws IOException, InterruptedException {
            int calm = 0;
            for (int round = 0; round < rounds && calm < run.size(1, 1, CALM_ROUNDS); round++) {
                long all = watch.cpuMicros();
                long compilers = watch.cpuMicrosOfThreads(COMPILERS);
                send("warm" + warmings++, new Load(scene.address(), concurrency, 0), count);
                double compiling =
                        (double) (watch.cpuMicrosOfThreads(COMPILERS) - compilers) / (watch.cpuMicros() - all);
                calm = compiling > WARM ? 0 : calm + 1;
                run.note("%.0f %% of the processor time went into compiling".formatted(compiling * 100));
                awaitIdleCompilers();
            }
        }

        /** What has been queued for compilation would otherwise be paid for by the next invites. */
        private void awaitIdleCompilers() throws IOException, InterruptedException {
            long before = -1;
            for (long now = watch.cpuMicrosOfThreads(COMPILERS); now > before && run.isFull(); ) {
                before = now;
                Thread.sleep(COMPILER_PAUSE);
                now = watch.cpuMicrosOfThreads(COMPILERS);
            }
        }

        private double closedLoop(int concurrency, BareCost bare) throws IOException, InterruptedException {
            int count = concurrency == 1 ? 5000 : run.size(300, 10_000, 20_000);
            if (run.isFull()) {
                warmUp(concurrency, MOST_REPEATS, count / 2);
            }
            List<SignedRequest> requests = factory.make("closed" + concurrency, count);
            double bareBefore = bare.micros(BARE_ROUNDS);
            long cpuBefore = watch.cpuMicros();
            long compilersBefore = watch.cpuMicrosOfThreads(COMPILERS);
            Load.Result result = send(requests, new Load(scene.address(), concurrency, 0));
            double micros = (double) (watch.cpuMicros() - cpuBefore) / count;
            double compiling = (double) (watch.cpuMicrosOfThreads(COMPILERS) - compilersBefore) / count;
            double bareMicros = Math.min(bareBefore, bare.micros(BARE_ROUNDS));
            run.say(Figure.of("cpu_us_per_invite", micros, "us")
                    .against("two verifications and one signature of the same invites alone", bareMicros)
                    .with("concurrency", concurrency)
                    .with("of_it_compiling_us", Math.round(compiling))
                    .with("limit_us", MOST_MICROS));
            run.say(Figure.of("invites_per_second", result.perSecond(), "1/s").with("concurrency", concurrency));
            run.say(Figure.of("p50_ms", result.millis(0.5), "ms").with("concurrency", concurrency));
            run.say(Figure.of("p99_ms", result.millis(0.99), "ms").with("concurrency", concurrency));
            return result.perSecond();
        }

        private void halfLoad(double perSecond) throws InterruptedException {
            int count = (int) Math.min(run.size(200, 20_000, 60_000), perSecond * run.size(1, 5, 20));
            Load.Result result =
                    send("half", new Load(scene.address(), 4 * USUAL_CONCURRENCY, perSecond), Math.max(1, count));
            run.say(Figure.of("half_load_p99_ms", result.millis(0.99), "ms")
                    .againstLimit("the reach", MOST_P99_MS)
                    .with("per_second", Math.round(perSecond))
                    .with("p50_ms", Math.round(result.millis(0.5) * 100) / 100.0));
        }

        private Load.Result send(String tag, Load load, int count) throws InterruptedException {
            return send(factory.make(tag, count), load);
        }

        private Load.Result send(List<SignedRequest> requests, Load load) throws InterruptedException {
            run.note(requests.size() + " invites, " + load);
            Load.Result result = load.send(requests, check);
            requests.forEach(request -> acknowledged.add(request.eventId()));
            return result;
        }

        private void verify() {
            Set<String> kept = ReceivedInvites.read(scene.broker().bootstrapServers());
            WrongResultException.unless(
                    kept.equals(acknowledged),
                    acknowledged.size() + " invites were acknowledged, " + kept.size() + " were kept");
            run.say(Figure.of("verified_invites", kept.size(), "invites")
                    .against("invites that were answered with 200", acknowledged.size()));
        }
    }
}
