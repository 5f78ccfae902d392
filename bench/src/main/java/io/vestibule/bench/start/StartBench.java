package io.vestibule.bench.start;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.process.Folders;
import io.vestibule.bench.process.VestibuleProcess;
import io.vestibule.bench.report.Figure;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code bench start}. A start counts as right when the process says where it serves. The JVM and its options are the
 * launcher's; outside a checkout, where there is none, the class path of this process serves.
 */
public final class StartBench implements Bench {

    private static final double MOST_STANDALONE_MS = 4000;
    private static final double MOST_SERVICE_MS = 1500;
    private static final List<String> SERVICES = List.of("ingress", "topology", "worker");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "from exec to ready: standalone on an empty folder and again, and each service alone on a broker";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException {
        Path config = Files.writeString(run.folder().resolve("vestibule.yaml"), yaml("embedded", "{}"));
        int rounds = run.size(1, 2, 5);
        if (rounds > 1) {
            start("standalone", config); // what has to be built or prepared is so afterwards
        }
        standalone(run, config, rounds);
        try (BrokerProcess broker =
                BrokerProcess.start(BrokerConfig.ephemeral(run.folder().resolve("broker")))) {
            Path alone = Files.writeString(
                    Files.createDirectories(run.folder().resolve("alone")).resolve("vestibule.yaml"),
                    yaml(broker.bootstrapServers(), "{partitions: 12}"));
            for (String service : run.size(1, SERVICES.size(), SERVICES.size()) == 1 ? List.of("ingress") : SERVICES) {
                start(service, alone); // makes the topics
                List<Started> starts = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    starts.add(start(service, alone));
                }
                say(run, service + "_ms", starts, MOST_SERVICE_MS);
            }
        }
    }

    private record Started(double ms, double residentMib) {}

    private static void standalone(BenchRun run, Path config, int rounds) throws IOException, InterruptedException {
        List<Started> first = new ArrayList<>();
        List<Started> again = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Path data = run.folder().resolve("data");
            if (Files.exists(data)) {
                Folders.delete(data);
            }
            first.add(start("standalone", config));
            again.add(start("standalone", config));
        }
        say(run, "standalone_ms", first, MOST_STANDALONE_MS);
        say(run, "standalone_restart_ms", again, MOST_STANDALONE_MS);
    }

    private static Started start(String command, Path config) throws IOException, InterruptedException {
        Optional<VestibuleProcess> launched = VestibuleProcess.launch(command, config);
        try (VestibuleProcess process = launched.isPresent()
                ? launched.get()
                : VestibuleProcess.start(command, config, List.of("-Xmx384m", "-XX:+UseSerialGC"))) {
            return new Started(process.readyAfterMs(), process.watch().residentMib());
        }
    }

    private static void say(BenchRun run, String name, List<Started> starts, double limit) {
        double[] ms = starts.stream().mapToDouble(Started::ms).sorted().toArray();
        run.say(Figure.of(name, ms[ms.length / 2], "ms")
                .againstLimit("the reach", limit)
                .with("starts", ms.length)
                .with("best_ms", Math.round(ms[0]))
                .with("worst_ms", Math.round(Arrays.stream(ms).max().orElseThrow()))
                .with("resident_mib", Math.round(starts.getLast().residentMib())));
    }

    private static String yaml(String bootstrap, String topics) {
        return """
                server-name: us.example
                data-dir: data
                kafka:
                  bootstrap-servers: "%s"
                  embedded: {listen: "127.0.0.1:0"}
                  topics: %s
                schema-registry: {url: embedded}
                ingress: {listen: "127.0.0.1:0", local-users: any}
                console: {listen: "127.0.0.1:0"}
                admin: {listen: "127.0.0.1:0"}
                """.formatted(bootstrap, topics);
    }
}
