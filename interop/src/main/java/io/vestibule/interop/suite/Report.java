package io.vestibule.interop.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.interop.suite.Verdict.Figure;
import io.vestibule.interop.suite.Verdict.Result;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects the verdicts of a run and prints them: a table for people, lines of JSON for programs. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final boolean json;
    private final List<Verdict> verdicts = new ArrayList<>();

    public Report(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Takes a verdict and prints its line. */
    public void add(Verdict verdict) {
        verdicts.add(verdict);
        if (json) {
            out.println(toJson(verdict));
        } else {
            String reason = verdict.reason().isEmpty() ? "" : "  " + verdict.reason();
            out.printf(
                    Locale.ROOT,
                    "%-8s %-28s v%-3s %6d ms%s%n",
                    verdict.result(),
                    verdict.scenario(),
                    verdict.version(),
                    verdict.took().toMillis(),
                    reason);
        }
        out.flush();
    }

    /** Prints the table and the totals. */
    public void close(Map<String, String> titles) {
        if (!json) {
            printTable(titles);
            printFigures();
        }
        out.println(json ? totals().toString() : totalsLine());
        out.flush();
    }

    /** @return whether nothing failed */
    public boolean nothingFailed() {
        return count(Result.FAILED) == 0;
    }

    private void printTable(Map<String, String> titles) {
        List<String> versions = verdicts.stream()
                .map(Verdict::version)
                .distinct()
                .sorted((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)))
                .toList();
        out.println();
        out.printf("%-28s", "scenario \\ room version");
        versions.forEach(v -> out.printf("%8s", v));
        out.println();
        Map<String, List<Verdict>> rows = verdicts.stream()
                .collect(Collectors.groupingBy(Verdict::scenario, LinkedHashMap::new, Collectors.toList()));
        rows.forEach((name, row) -> {
            out.printf("%-28s", name);
            versions.forEach(v -> out.printf("%8s", cell(row, v)));
            out.println("  " + titles.getOrDefault(name, ""));
        });
    }

    private static String cell(List<Verdict> row, String version) {
        return row.stream()
                .filter(v -> v.version().equals(version))
                .findFirst()
                .map(v -> switch (v.result()) {
                    case PASSED -> "pass";
                    case FAILED -> "FAIL";
                    case SKIPPED -> "skip";
                })
                .orElse("-");
    }

    private void printFigures() {
        Map<String, Map<String, List<Duration>>> steps = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            for (Figure figure : verdict.figures()) {
                steps.computeIfAbsent(figure.step(), s -> new LinkedHashMap<>())
                        .computeIfAbsent(figure.who(), w -> new ArrayList<>())
                        .add(figure.took());
            }
        }
        out.println();
        out.printf("%-48s %-12s %8s %8s %8s%n", "time to the outcome", "by", "n", "median", "max ms");
        steps.forEach((step, byWho) -> byWho.forEach((who, times) -> {
            List<Long> sorted = times.stream().map(Duration::toMillis).sorted().toList();
            out.printf(
                    Locale.ROOT,
                    "%-48s %-12s %8d %8d %8d%n",
                    step,
                    who,
                    sorted.size(),
                    sorted.get(sorted.size() / 2),
                    sorted.getLast());
        }));
        out.println();
    }

    private static ObjectNode toJson(Verdict verdict) {
        ObjectNode node = JSON.createObjectNode()
                .put("scenario", verdict.scenario())
                .put("version", verdict.version())
                .put("result", verdict.result().name())
                .put("reason", verdict.reason())
                .put("ms", verdict.took().toMillis());
        ArrayNode figures = node.putArray("figures");
        verdict.figures()
                .forEach(f -> figures.addObject()
                        .put("step", f.step())
                        .put("by", f.who())
                        .put("ms", f.took().toMillis()));
        return node;
    }

    private ObjectNode totals() {
        return JSON.createObjectNode()
                .put("passed", count(Result.PASSED))
                .put("failed", count(Result.FAILED))
                .put("skipped", count(Result.SKIPPED));
    }

    private String totalsLine() {
        return count(Result.PASSED) + " passed, " + count(Result.FAILED) + " failed, " + count(Result.SKIPPED)
                + " skipped";
    }

    private long count(Result result) {
        return verdicts.stream().filter(v -> v.result() == result).count();
    }
}
