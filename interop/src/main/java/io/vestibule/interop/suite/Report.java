package io.vestibule.interop.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.interop.suite.Verdict.Figure;
import io.vestibule.interop.suite.Verdict.Result;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
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
    private int skippedAtOnce;

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

    /** Says in one line why nothing could be told, and prints the totals. */
    public void skipAll(String reason, int tellings) {
        ObjectNode line = JSON.createObjectNode().put("result", "SKIPPED").put("reason", reason);
        out.println(json ? line.toString() : "SKIPPED: " + reason);
        skippedAtOnce = tellings;
        out.println(json ? totals().toString() : totalsLine());
        out.flush();
    }

    /** Prints the table and the totals. */
    public void close(String peer, Map<String, String> titles) {
        if (!json) {
            out.println();
            out.println(peer);
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
        out.println("pass, and the milliseconds to the outcome: Vestibule|Synapse for the same step");
        out.printf("%-28s", "scenario \\ room version");
        versions.forEach(v -> out.printf("%16s", v));
        out.println();
        Map<String, List<Verdict>> rows = verdicts.stream()
                .collect(Collectors.groupingBy(Verdict::scenario, LinkedHashMap::new, Collectors.toList()));
        rows.forEach((name, row) -> {
            out.printf("%-28s", name);
            versions.forEach(v -> out.printf("%16s", cell(row, v)));
            out.println("  " + titles.getOrDefault(name, ""));
        });
    }

    private static String cell(List<Verdict> row, String version) {
        return row.stream()
                .filter(v -> v.version().equals(version))
                .findFirst()
                .map(v -> switch (v.result()) {
                    case PASSED -> "pass" + times(v.figures());
                    case FAILED -> "FAIL";
                    case SKIPPED -> "skip";
                })
                .orElse("-");
    }

    /** Vestibule's time for the telling's first step beside Synapse's time for the same, in milliseconds. */
    private static String times(List<Figure> figures) {
        return figures.stream()
                .filter(f -> f.who().equals(Figure.VESTIBULE))
                .findFirst()
                .map(Figure::step)
                .map(step ->
                        " " + median(figures, step, Figure.VESTIBULE) + "|" + median(figures, step, Figure.SYNAPSE))
                .orElse("");
    }

    private static String median(List<Figure> figures, String step, String who) {
        List<Figure> sorted = figures.stream()
                .filter(f -> f.step().equals(step) && f.who().equals(who))
                .sorted(Comparator.comparing(Figure::took))
                .toList();
        if (sorted.isEmpty()) {
            return "-";
        }
        Figure middle = sorted.get(sorted.size() / 2);
        return middle.managed() ? Long.toString(middle.took().toMillis()) : "never";
    }

    private void printFigures() {
        Map<String, Map<String, List<Figure>>> steps = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            for (Figure figure : verdict.figures()) {
                steps.computeIfAbsent(figure.step(), s -> new LinkedHashMap<>())
                        .computeIfAbsent(figure.who(), w -> new ArrayList<>())
                        .add(figure);
            }
        }
        out.println();
        out.printf("%-48s %-12s %6s %8s %8s%n", "time to the outcome, ms", "by", "n", "median", "longest");
        steps.forEach((step, byWho) -> byWho.forEach((who, figures) -> {
            List<Long> sorted =
                    figures.stream().map(f -> f.took().toMillis()).sorted().toList();
            long given = figures.stream().filter(f -> !f.managed()).count();
            out.printf(
                    Locale.ROOT,
                    "%-48s %-12s %6d %8d %8d%s%n",
                    step,
                    who,
                    sorted.size(),
                    sorted.get(sorted.size() / 2),
                    sorted.getLast(),
                    given == 0 ? "" : "  gave up " + given + " times");
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
                        .put("ms", f.took().toMillis())
                        .put("managed", f.managed()));
        return node;
    }

    private ObjectNode totals() {
        return JSON.createObjectNode()
                .put("passed", count(Result.PASSED))
                .put("failed", count(Result.FAILED))
                .put("skipped", count(Result.SKIPPED) + skippedAtOnce);
    }

    private String totalsLine() {
        return count(Result.PASSED) + " passed, " + count(Result.FAILED) + " failed, "
                + (count(Result.SKIPPED) + skippedAtOnce) + " skipped";
    }

    private long count(Result result) {
        return verdicts.stream().filter(v -> v.result() == result).count();
    }
}
