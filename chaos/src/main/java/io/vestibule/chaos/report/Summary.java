package io.vestibule.chaos.report;

import io.vertx.core.json.JsonObject;
import io.vestibule.chaos.plan.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came of all runs together. Not thread-safe. */
public final class Summary {

    private static final String ROW = "| %s | %d | %d | %s | %s | %s |";

    private final List<RunReport> runs = new ArrayList<>();

    /** Takes one more. */
    public void add(RunReport run) {
        runs.add(run);
    }

    /** @return how many promises were broken */
    public int violations() {
        return runs.stream().mapToInt(run -> run.violations().size()).sum();
    }

    /** @return a table: fault, how often, how often it did not recover, recovery p50 and p99 in seconds, seeds */
    public List<String> table() {
        Map<FaultKind, List<Struck>> byKind = new EnumMap<>(FaultKind.class);
        struck().forEach(each ->
                byKind.computeIfAbsent(each.kind(), any -> new ArrayList<>()).add(each));
        List<String> lines = new ArrayList<>();
        lines.add("| fault | runs | not recovered | recovery p50 | p99 | seeds |");
        lines.add("|---|---|---|---|---|---|");
        byKind.forEach((kind, all) -> lines.add(row(kind, all)));
        return lines;
    }

    /** @return the line that a machine reads */
    public String line() {
        return new JsonObject()
                .put("runs", runs.size())
                .put("faults", struck().size())
                .put("violations", violations())
                .put("recovery_p99_ms", Quantiles.ms(recoveries(struck()), 0.99))
                .encode();
    }

    private static String row(FaultKind kind, List<Struck> all) {
        List<Duration> recoveries = recoveries(all);
        String seeds =
                all.stream().map(each -> Long.toString(each.seed())).distinct().collect(Collectors.joining(" "));
        return ROW.formatted(
                kind.label(),
                all.size(),
                all.size() - recoveries.size(),
                seconds(Quantiles.ms(recoveries, 0.5)),
                seconds(Quantiles.ms(recoveries, 0.99)),
                seeds);
    }

    private List<Struck> struck() {
        return runs.stream()
                .flatMap(run -> run.struck().stream())
                .filter(Struck::wasStruck)
                .toList();
    }

    private static List<Duration> recoveries(List<Struck> of) {
        return of.stream().map(Struck::recovery).flatMap(Optional::stream).toList();
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
}
