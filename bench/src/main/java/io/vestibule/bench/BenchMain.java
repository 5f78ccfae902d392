package io.vestibule.bench;

import io.vestibule.bench.canonical.CanonicalBench;
import io.vestibule.bench.handshake.LatencyBench;
import io.vestibule.bench.handshake.WalkBench;
import io.vestibule.bench.ingress.IngressBench;
import io.vestibule.bench.ingress.VersusSynapseBench;
import io.vestibule.bench.join.JoinBench;
import io.vestibule.bench.process.Folders;
import io.vestibule.bench.report.Curves;
import io.vestibule.bench.report.Figure;
import io.vestibule.bench.report.FigureLines;
import io.vestibule.bench.report.Machine;
import io.vestibule.bench.start.StartBench;
import io.vestibule.bench.topology.FailoverBench;
import io.vestibule.bench.topology.ScaleBench;
import io.vestibule.bench.topology.TopologyBench;
import io.vestibule.bench.worker.WorkerBench;
import io.vestibule.kit.config.LogConfig;
import io.vestibule.kit.log.LogSetup;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./vestibule bench}. Exit code 0 only if the benchmark ran and its results were right, 1 if they were wrong, 64 for a
 * wrong command line, 69 if what it compares with is not there.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures one thing on this machine and prints a line of JSON for each figure.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured, and the results were right",
            "1:the results were wrong",
            "64:a wrong command line",
            "69:not measured, because what it compares with is not on this machine"
        })
public final class BenchMain implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int USAGE = 64;
    private static final int NOT_MEASURABLE = 69;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The benchmark; --list names them.")
    private @Nullable String name;

    @Option(names = "--short", description = "About a minute, for a look; the figures are rougher.")
    private boolean isShort;

    @Option(names = "--json", description = "Nothing but the lines of JSON; no progress on standard error.")
    private boolean json;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A further option for the JVM that is measured, for instance to profile it; repeatable.")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--plots",
            paramLabel = "FOLDER",
            description = "Draws the growth curves of the lines on standard input into a folder, and measures nothing.")
    private @Nullable Path plots;

    @Option(names = "--list", description = "Names the benchmarks and ends.")
    private boolean list;

    /** @param arguments see {@code --help} */
    public static void main(String[] arguments) {
        LogSetup.apply(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.ERROR));
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }

    /** @return every benchmark */
    public static List<Bench> all() {
        return List.of(
                new IngressBench(),
                new VersusSynapseBench(),
                new CanonicalBench(),
                new StartBench(),
                new TopologyBench(),
                new FailoverBench(),
                new ScaleBench(),
                new JoinBench(),
                new WorkerBench(),
                new LatencyBench(),
                new WalkBench());
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            all().forEach(bench -> System.out.printf("%-20s %s%n", bench.name(), bench.about()));
            return 0;
        }
        if (plots != null) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            Curves.draw(lines.lines(), plots).forEach(System.out::println);
            return 0;
        }
        Optional<Bench> chosen =
                all().stream().filter(bench -> bench.name().equals(name)).findFirst();
        if (chosen.isEmpty()) {
            System.err.println((name == null ? "which benchmark?" : "there is no benchmark " + name)
                    + " './vestibule bench --list'" + " names them");
            return USAGE;
        }
        return measure(chosen.get());
    }

    private int measure(Bench bench) throws Exception {
        BenchRun.Length length = isShort ? BenchRun.Length.SHORT : BenchRun.Length.FULL;
        double load = Machine.load();
        FigureLines lines = new FigureLines(bench.name(), length, Machine.here());
        Consumer<Figure> figures = figure -> System.out.println(lines.line(figure, load, Instant.now()));
        Consumer<String> progress = json ? line -> {} : line -> System.err.println("# " + line);
        Path folder = Files.createTempDirectory("vestibule-bench");
        try {
            bench.run(new BenchRun(length, folder, jvmOptions, figures, progress));
            return 0;
        } catch (WrongResultException e) {
            System.err.println("bench " + bench.name() + ": " + e.getMessage());
            return FAILED;
        } catch (NotMeasurableException e) {
            System.err.println("bench " + bench.name() + ": not measured: " + e.getMessage());
            return NOT_MEASURABLE;
        } finally {
            Folders.delete(folder);
        }
    }
}
