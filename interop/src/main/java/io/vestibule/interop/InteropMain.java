package io.vestibule.interop;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.vestibule.interop.scenarios.AcceptScenarios;
import io.vestibule.interop.scenarios.BridgeScenarios;
import io.vestibule.interop.scenarios.ErrorScenarios;
import io.vestibule.interop.scenarios.HistoryScenarios;
import io.vestibule.interop.scenarios.OutboundScenarios;
import io.vestibule.interop.scenarios.RefusalScenarios;
import io.vestibule.interop.scenarios.RejectScenarios;
import io.vestibule.interop.scenarios.RoomScenarios;
import io.vestibule.interop.scenarios.WalkScenarios;
import io.vestibule.interop.suite.Report;
import io.vestibule.interop.suite.Runner;
import io.vestibule.interop.suite.Scenario;
import io.vestibule.interop.synapse.SynapseCluster;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
        Files.createDirectories(folder);
        try (FileChannel mark = FileChannel.open(folder.resolve("lock"), CREATE, WRITE)) {
            if (mark.tryLock() == null) {
                System.err.println("another run uses " + folder);
                return 1;
            }
            Ending ending = new Ending();
            Runtime.getRuntime().addShutdownHook(new Thread(ending::close, "ending"));
            try (ending) {
                return play(scenarios, ending);
            }
        }
    }

    private int play(List<Scenario> scenarios, Ending ending) throws Exception {
        Path home = Path.of(System.getProperty("vestibule.home", "."));
        Report report = new Report(System.out, json);
        SynapseCluster cluster;
        try {
            cluster = SynapseCluster.start(home.resolve("interop/synapse"), folder, SERVERS, ending::take);
        } catch (SynapseCluster.NotInstallable e) {
            report.skipAll(e.reason(), Runner.tellings(scenarios, versions));
            return 0;
        }
        Path run = Files.createTempDirectory("vestibule-interop");
        System.err.println("Synapse " + cluster.version() + ", files of this run in " + run);
        Surroundings surroundings = Surroundings.build(cluster, home.resolve("vestibule"), run, ending);
        Runner.on(surroundings.set(), report).run(scenarios, versions);
        ending.close();
        report.close(
                "Synapse " + cluster.version(),
                scenarios.stream().collect(Collectors.toMap(Scenario::name, Scenario::title)));
        if (report.nothingFailed()) {
            delete(run);
            return 0;
        }
        return 1;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Scenario> chosen() {
        return Stream.of(
                        AcceptScenarios.all(),
                        RejectScenarios.all(),
                        HistoryScenarios.all(),
                        WalkScenarios.all(),
                        RoomScenarios.all(),
                        OutboundScenarios.all(),
                        BridgeScenarios.all(),
                        ErrorScenarios.all(),
                        RefusalScenarios.all())
                .flatMap(List::stream)
                .filter(s -> only.isEmpty() || only.stream().anyMatch(s.name()::startsWith))
                .toList();
    }
}
