package io.vestibule.bench.topology;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.Folders;
import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.bench.report.Figure;
import io.vestibule.bench.topology.Deciding.Cost;
import io.vestibule.bench.topology.InviteFeed.Spread;
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
            config = Files.writeString(
                    run.folder().resolve("topology.yaml"),
                    TopologyConfigFile.of(broker.bootstrapServers()).yaml());
            new Session(run, config, broker.bootstrapServers()).measure();
        }
    }

    /** The invites of one run. */
    private static final class Session {

        private final BenchRun run;
        private final Path config;
        private final String bootstrap;
        private int sent;
        private int shown;

        Session(BenchRun run, Path config, String bootstrap) {
            this.run = run;
            this.config = config;
            this.bootstrap = bootstrap;
        }

        void measure() throws IOException, InterruptedException, ExecutionException {
            try (VestibuleProcess topology = start();
                    InviteFeed feed = new InviteFeed(bootstrap);
                    Progress progress = new Progress(bootstrap)) {
                Batches batches = new Batches(new Deciding(topology.watch(), feed, progress));
                batches.warmUp();
                batches.grow();
                batches.remember();
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

            private final Deciding deciding;
            private final int size = run.size(500, 20_000, 50_000);

            Batches(Deciding deciding) {
                this.deciding = deciding;
            }

            void warmUp() throws IOException, InterruptedException, ExecutionException {
                double compiling = 1;
                for (int round = 0; round < run.size(1, 4, 12) && compiling > WARM; round++) {
                    compiling = decide("warm" + round, Spread.perRoom(1 + 99 * (round % 2)))
                            .compiling();
                    run.note("%.0f %% of the processor time went into compiling".formatted(compiling * 100));
                }
            }

            void grow() throws IOException, InterruptedException, ExecutionException {
                List<Integer> sizes = run.isFull() ? List.of(1, 10, 100, 1000, 10_000) : List.of(1, 10_000);
                List<Cost> costs = new ArrayList<>();
                for (int perRoom : sizes) {
                    costs.add(decide("grow" + perRoom + "in", Spread.perRoom(Math.min(perRoom, size))));
                }
                double alone = Math.min(
                        costs.getFirst().micros(),
                        decide("again", Spread.perRoom(1)).micros());
                for (int i = 0; i < sizes.size(); i++) {
                    say(costs.get(i), sizes.get(i), i == 0 ? costs.getFirst().micros() : alone);
                }
            }

            /** One user is invited to a room again and again: the history that orders its servers must not slow it down. */
            void remember() throws IOException, InterruptedException, ExecutionException {
                double once = 0;
                for (int invites : run.isFull() ? List.of(1, 10, 100, 1000) : List.<Integer>of()) {
                    double micros = decide("past" + invites + "of", Spread.history(invites))
                            .micros();
                    once = invites == 1 ? micros : once;
                    run.say(Figure.of("history_cpu_us_per_record", micros, "us")
                            .against("the same with one invite of the user", once)
                            .with("invites_of_the_user", invites));
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

            private Cost decide(String tag, Spread spread)
                    throws IOException, InterruptedException, ExecutionException {
                run.note(size + " invites, " + spread);
                Cost cost = deciding.decide(tag, size, spread);
                sent += size;
                shown += size / spread.perUser();
                return cost;
            }
        }

        private void fill(InviteFeed feed, Progress progress) throws InterruptedException, ExecutionException {
            int more = run.size(0, 0, (int) REACH_INVITES) - sent;
            if (more > 0) {
                run.note(more + " further invites for the restoring");
                feed.send("fill", more, Spread.perRoom(10));
                progress.awaitAllDecided();
                sent += more;
                shown += more;
            }
        }

        private void verify() {
            int found = InvitedCount.of(bootstrap);
            WrongResultException.unless(found == shown, shown + " users were invited, " + found + " are shown so");
            run.say(Figure.of("verified_invites", found, "invites").against("users that were invited", shown));
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
