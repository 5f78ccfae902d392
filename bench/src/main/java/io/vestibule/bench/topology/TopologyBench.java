package io.vestibule.bench.topology;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.Folders;
import io.vestibule.bench.process.ProcessWatch;
import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.bench.report.Figure;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** {@code bench topology}. */
public final class TopologyBench implements Bench {

    private static final double LEAST_PER_SECOND_AND_CORE = 30_000;
    private static final double MOST_GROWTH = 1.3;
    private static final double MOST_RESTORE_SECONDS = 60;
    private static final double REACH_INVITES = 1_000_000;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final String COMPILERS = "CompilerThre";
    private static final double WARM = 0.05;

    @Override
    public String name() {
        return "topology";
    }

    @Override
    public String about() {
        return "invites through the topology, exactly once, one thread: cost as rooms grow; restoring its stores";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException, ExecutionException {
        Path config;
        try (BrokerProcess broker =
                BrokerProcess.start(BrokerConfig.ephemeral(run.folder().resolve("broker")))) {
            config = Files.writeString(run.folder().resolve("topology.yaml"), yaml(broker.bootstrapServers()));
            new Session(run, config, broker.bootstrapServers()).measure();
        }
    }

    private static String yaml(String bootstrap) {
        return """
                server-name: us.example
                data-dir: data
                kafka:
                  bootstrap-servers: "%s"
                  topics: {partitions: 12}
                schema-registry: {url: embedded}
                topology: {threads: 1}
                admin: {listen: "127.0.0.1:0"}
                """.formatted(bootstrap);
    }

    /** The invites of one run. */
    private static final class Session {

        private final BenchRun run;
        private final Path config;
        private final String bootstrap;
        private int sent;

        Session(BenchRun run, Path config, String bootstrap) {
            this.run = run;
            this.config = config;
            this.bootstrap = bootstrap;
        }

        void measure() throws IOException, InterruptedException, ExecutionException {
            try (VestibuleProcess topology = start();
                    InviteFeed feed = new InviteFeed(bootstrap);
                    Progress progress = new Progress(bootstrap)) {
                Batches batches = new Batches(topology.watch(), feed, progress);
                batches.warmUp();
                batches.grow();
                fill(feed, progress);
                verify();
            }
            restore();
        }

        private VestibuleProcess start() throws IOException, InterruptedException {
            List<String> options = Stream.concat(Stream.of("-Xmx1g"), run.jvmOptions().stream())
                    .toList();
            return VestibuleProcess.start("topology", config, options);
        }

        /** Batches of invites, and what each cost. */
        private final class Batches {

            private final ProcessWatch watch;
            private final InviteFeed feed;
            private final Progress progress;
            private final int size = run.size(500, 20_000, 50_000);

            Batches(ProcessWatch watch, InviteFeed feed, Progress progress) {
                this.watch = watch;
                this.feed = feed;
                this.progress = progress;
            }

            private record Cost(double micros, double perSecond, double compiling) {}

            void warmUp() throws IOException, InterruptedException, ExecutionException {
                double compiling = 1;
                for (int round = 0; round < run.size(1, 4, 12) && compiling > WARM; round++) {
                    compiling = decide("warm" + round, 1 + 99 * (round % 2)).compiling();
                    run.note("%.0f %% of the processor time went into compiling".formatted(compiling * 100));
                }
            }

            void grow() throws IOException, InterruptedException, ExecutionException {
                List<Integer> sizes = run.isFull() ? List.of(1, 10, 100, 1000, 10_000) : List.of(1, 10_000);
                List<Cost> costs = new ArrayList<>();
                for (int perRoom : sizes) {
                    costs.add(decide("grow" + perRoom + "in", Math.min(perRoom, size)));
                }
                double alone =
                        Math.min(costs.getFirst().micros(), decide("again", 1).micros());
                for (int i = 0; i < sizes.size(); i++) {
                    say(costs.get(i), sizes.get(i), i == 0 ? costs.getFirst().micros() : alone);
                }
            }

            private void say(Cost cost, int perRoom, double alone) {
                run.say(Figure.of("cpu_us_per_record", cost.micros(), "us")
                        .against("the same with one invite in a room", alone)
                        .with("invites_in_a_room", perRoom)
                        .with("most_ratio", MOST_GROWTH)
                        .with("of_it_compiling_us", Math.round(cost.micros() * cost.compiling() * 10) / 10.0));
                run.say(Figure.of("records_per_second_and_core", MICROS_PER_SECOND / cost.micros(), "1/s")
                        .againstLimit("the reach", LEAST_PER_SECOND_AND_CORE)
                        .with("invites_in_a_room", perRoom));
                run.say(Figure.of("records_per_second", cost.perSecond(), "1/s").with("invites_in_a_room", perRoom));
            }

            private Cost decide(String tag, int perRoom) throws IOException, InterruptedException, ExecutionException {
                run.note(size + " invites, " + perRoom + " in a room");
                long cpu = watch.cpuMicros();
                long compilers = watch.cpuMicrosOfThreads(COMPILERS);
                long begun = System.nanoTime();
                feed.send(tag, size, perRoom);
                progress.awaitAllDecided();
                double seconds = (System.nanoTime() - begun) / 1e9;
                sent += size;
                double spent = watch.cpuMicros() - cpu;
                return new Cost(
                        spent / size, size / seconds, (watch.cpuMicrosOfThreads(COMPILERS) - compilers) / spent);
            }
        }

        private void fill(InviteFeed feed, Progress progress) throws InterruptedException, ExecutionException {
            int more = run.size(0, 0, (int) REACH_INVITES) - sent;
            if (more > 0) {
                run.note(more + " further invites for the restoring");
                feed.send("fill", more, 10);
                progress.awaitAllDecided();
                sent += more;
            }
        }

        private void verify() {
            int shown = InvitedCount.of(bootstrap);
            WrongResultException.unless(shown == sent, sent + " invites were sent, " + shown + " are shown");
            run.say(Figure.of("verified_invites", shown, "invites").against("invites that were sent", sent));
        }

        /** Without the stores, as on a new machine. */
        private void restore() throws IOException, InterruptedException {
            Folders.delete(config.resolveSibling("data"));
            try (VestibuleProcess topology = start()) {
                double seconds = topology.readyAfterMs() / 1000;
                run.say(Figure.of("restore_seconds", seconds, "s")
                        .againstLimit(
                                "the reach of %.0f s for a million".formatted(MOST_RESTORE_SECONDS),
                                MOST_RESTORE_SECONDS * sent / REACH_INVITES)
                        .with("invites", sent)
                        .with(
                                "cpu_us_per_invite",
                                Math.round((double) topology.watch().cpuMicros() / sent)));
            }
        }
    }
}
