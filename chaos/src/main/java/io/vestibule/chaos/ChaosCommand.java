package io.vestibule.chaos;

import io.vestibule.chaos.cluster.Setup;
import io.vestibule.chaos.plan.FaultKind;
import io.vestibule.chaos.plan.Plan;
import io.vestibule.chaos.report.RunReport;
import io.vestibule.chaos.report.Summary;
import io.vestibule.chaos.report.Teller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Strikes a cluster. Exits with 1 if a promise was broken. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Starts three brokers and two instances of every service on this machine, strikes them with faults"
                        + " under load, and has the promises checked. Ends with one line of JSON: runs, faults,"
                        + " violations, recovery_p99_ms.")
final class ChaosCommand implements Callable<Integer> {

    private static final int VIOLATED = 1;

    @ArgGroup
    private Form form = new Form();

    /** Which form. */
    private static final class Form {
        @Option(
                names = "--short",
                description = "One run with a fault of each kind, chosen by the seed, as CI has it; the default.")
        private boolean isShort;

        @Option(names = "--long", description = "Runs with all faults, until the time is over; ends with a table.")
        private boolean isLong;
    }

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Chooses faults, victims and load; each further run takes the next one.")
    private long seed;

    @Option(names = "--minutes", defaultValue = "30", description = "When the long form begins no further run.")
    private long minutes;

    @Option(names = "--faults", defaultValue = "8", description = "How many faults a run of the long form has.")
    private int faults;

    @Option(
            names = "--fault",
            converter = Label.class,
            completionCandidates = Labels.class,
            description = "Only this fault; may be given several times. There are: ${COMPLETION-CANDIDATES}.")
    private List<FaultKind> only = List.of();

    /** Reads a fault's label. */
    private static final class Label implements ITypeConverter<FaultKind> {
        @Override
        public FaultKind convert(String value) {
            try {
                return FaultKind.named(value);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(String.valueOf(unknown.getMessage()));
            }
        }
    }

    /** All labels, for the help. */
    private static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(FaultKind.values()).map(FaultKind::label).iterator();
        }
    }

    @Option(
            names = "--before",
            paramLabel = "FOLDER",
            description = "A checkout with older code, built: services start with it, for rolling-upgrade.")
    private @Nullable Path before;

    @Option(names = "--json", description = "Tell everything as lines of JSON.")
    private boolean json;

    @Option(
            names = "--keep",
            description = "Keep the folder of each run; that of a run with violations is always kept.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Teller teller = new Teller(System.out, json);
        Summary summary = new Summary();
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        long next = seed;
        do {
            summary.add(run(next++, teller));
        } while (form.isLong && System.nanoTime() < until);
        if (form.isLong) {
            summary.table().forEach(teller::say);
        }
        teller.print(summary.line());
        return summary.violations() == 0 ? 0 : VIOLATED;
    }

    private Plan plan(long of) {
        if (!only.isEmpty()) {
            return Plan.of(of, only);
        }
        return form.isLong ? Plan.ofLong(of, faults) : Plan.ofShort(of);
    }

    private RunReport run(long of, Teller teller) throws IOException, InterruptedException {
        Plan plan = plan(of);
        Path folder = Folders.make();
        teller.say("run with seed " + of + ": " + plan.blows().size() + " faults; starting the cluster in " + folder);
        Setup setup = new Setup(plan.fillsDisks(), plan.stepsClocks(), Optional.ofNullable(before));
        RunReport report;
        try (Scene scene = Scene.open(folder, setup)) {
            report = new ChaosRun(scene, plan, form.isLong ? Size.LONG : Size.SHORT, teller).play();
        }
        if (keep || !report.violations().isEmpty()) {
            teller.say("  logs and data of the run are in " + folder);
        } else {
            Folders.delete(folder);
        }
        return report;
    }
}
