package io.vestibule.bench.topology;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.bench.report.Figure;
import io.vestibule.bench.topology.Deciding.Cost;
import io.vestibule.bench.topology.InviteFeed.Spread;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** {@code bench scale}: what partitions, threads and cores do to the topology. The broker has the machine's other cores. */
public final class ScaleBench implements Bench {

    private static final int ROOM = 10;

    /** How the topology is set up. */
    private record Setting(int partitions, int threads, int cores) {

        String folder() {
            return partitions + "-" + threads + "-" + cores;
        }
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String about() {
        return "the topology on 4 to 48 partitions, with one thread and two, pinned to one core and not";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException, ExecutionException {
        List<Setting> settings = List.of(
                new Setting(4, 1, 0),
                new Setting(12, 1, 0),
                new Setting(48, 1, 0),
                new Setting(12, 2, 0),
                new Setting(12, 1, 1),
                new Setting(12, 2, 1));
        for (Setting setting : settings.subList(0, run.size(1, 2, settings.size()))) {
            Path folder = Files.createDirectories(run.folder().resolve(setting.folder()));
            try (BrokerProcess broker = BrokerProcess.start(BrokerConfig.ephemeral(folder.resolve("broker")))) {
                measure(run, setting, folder, broker.bootstrapServers());
            }
        }
    }

    private static void measure(BenchRun run, Setting setting, Path folder, String bootstrap)
            throws IOException, InterruptedException, ExecutionException {
        TopologyConfigFile config = new TopologyConfigFile(bootstrap, setting.partitions(), setting.threads(), 0);
        Path file = Files.writeString(folder.resolve("topology.yaml"), config.yaml());
        List<String> options =
                Stream.concat(Stream.of("-Xmx1g"), run.jvmOptions().stream()).toList();
        List<String> pinning =
                setting.cores() == 0 ? List.of() : List.of("taskset", "-c", "0-" + (setting.cores() - 1));
        int count = run.size(300, 20_000, 50_000);
        int warm = run.size(0, 3, 4);
        try (VestibuleProcess topology = VestibuleProcess.start("topology", file, options, pinning);
                InviteFeed feed = new InviteFeed(bootstrap);
                Progress progress = new Progress(bootstrap)) {
            Deciding deciding = new Deciding(topology.watch(), feed, progress);
            for (int round = 0; round < warm; round++) {
                deciding.decide("warm" + round, count, Spread.perRoom(ROOM));
            }
            run.note(count + " invites, " + setting);
            Cost cost = deciding.decide("measured", count, Spread.perRoom(ROOM));
            say(run, setting, cost);
        }
        int shown = InvitedCount.of(bootstrap);
        int sent = count * (warm + 1);
        WrongResultException.unless(shown == sent, sent + " invites were sent, " + shown + " are shown");
    }

    private static void say(BenchRun run, Setting setting, Cost cost) {
        run.say(about(Figure.of("cpu_us_per_record", cost.micros(), "us"), setting));
        run.say(about(Figure.of("records_per_second", cost.perSecond(), "1/s"), setting));
    }

    private static Figure about(Figure figure, Setting setting) {
        return figure.with("partitions", setting.partitions())
                .with("threads", setting.threads())
                .with("pinned_to_cores", setting.cores() == 0 ? "none" : Integer.toString(setting.cores()));
    }
}
