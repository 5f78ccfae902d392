package io.vestibule.interop;

import io.vestibule.interop.scenarios.AcceptScenarios;
import io.vestibule.interop.scenarios.ErrorScenarios;
import io.vestibule.interop.scenarios.HistoryScenarios;
import io.vestibule.interop.scenarios.RejectScenarios;
import io.vestibule.interop.scenarios.RoomScenarios;
import io.vestibule.interop.scenarios.WalkScenarios;
import io.vestibule.interop.suite.Report;
import io.vestibule.interop.suite.Runner;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.synapse.SynapseCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./vestibule interop}. Exit code 0 only if nothing failed. */
@Command(
        name = "interop",
        mixinStandardHelpOptions = true,
        description = "Runs Vestibule against real Synapse servers on this machine and judges it from outside.")
public final class InteropMain implements Callable<Integer> {

    private static final int SERVERS = 3;

    @Option(names = "--only", paramLabel = "NAME", description = "Only scenarios whose name starts so; repeatable.")
    private List<String> only = List.of();

    @Option(names = "--version-of-room", paramLabel = "V", description = "Only these room versions; repeatable.")
    private List<String> versions = List.of();

    @Option(names = "--json", description = "One JSON object a line; the last has the totals.")
    private boolean json;

    @Option(names = "--list", description = "Names the scenarios and ends.")
    private boolean list;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where Synapse is installed (700 MB) and runs; default: the user's cache folder.")
    private Path folder = Path.of(
                    System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"))
            .resolve("vestibule/interop");

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new InteropMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<Scenario> scenarios = chosen();
        if (list) {
            scenarios.forEach(s -> System.out.printf("%-22s %s %s%n", s.name(), s.versions(), s.title()));
            return 0;
        }
        Report report = new Report(System.out, json);
        Path home = Path.of(System.getProperty("vestibule.home", "."));
        Files.createDirectories(folder);
        SynapseCluster cluster;
        try {
            cluster = SynapseCluster.start(home.resolve("interop/synapse"), folder, SERVERS);
        } catch (SynapseCluster.NotInstallable e) {
            System.out.println("SKIPPED: " + e.getMessage());
            System.out.println(
                    json
                            ? "{\"passed\":0,\"failed\":0,\"skipped\":" + scenarios.size() + "}"
                            : "0 passed, 0 failed, " + scenarios.size() + " skipped");
            return 0;
        }
        Path run = Files.createTempDirectory("vestibule-interop");
        System.err.println("Synapse " + cluster.version() + ", files of this run in " + run);
        try (Surroundings surroundings = Surroundings.build(cluster, home.resolve("vestibule"), run)) {
            new Runner(surroundings::stage, report).run(scenarios, versions);
        }
        report.close(scenarios.stream().collect(Collectors.toMap(Scenario::name, Scenario::title)));
        return report.nothingFailed() ? 0 : 1;
    }

    private List<Scenario> chosen() {
        return Stream.of(
                        AcceptScenarios.all(),
                        RejectScenarios.all(),
                        HistoryScenarios.all(),
                        WalkScenarios.all(),
                        RoomScenarios.all(),
                        ErrorScenarios.all())
                .flatMap(List::stream)
                .filter(s -> only.isEmpty() || only.stream().anyMatch(s.name()::startsWith))
                .toList();
    }
}
