package io.vestibule.bench.canonical;

import io.vestibule.bench.Bench;
import io.vestibule.bench.BenchRun;
import io.vestibule.bench.WrongResultException;
import io.vestibule.bench.report.Figure;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code bench canonical}. */
public final class CanonicalBench implements Bench {

    private static final double LEAST_TIMES = 2;
    private static final double MOST_GARBAGE = 1024;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return "canonical";
    }

    @Override
    public String about() {
        return "canonical JSON and event hashes, beside the same on Jackson's tree (JMH)";
    }

    @Override
    public void run(BenchRun run) throws RunnerException {
        Collection<RunResult> results = new Runner(options(run)).run();
        Map<String, RunResult> byName = results.stream().collect(Collectors.toMap(CanonicalBench::key, r -> r));
        WrongResultException.unless(byName.size() == 8, "JMH measured " + byName.keySet());
        for (String sample : List.of("INVITE", "MEMBER")) {
            for (String work : List.of("Canonical", "Hashes")) {
                say(run, work, sample, byName);
            }
        }
    }

    private static void say(BenchRun run, String work, String sample, Map<String, RunResult> byName) {
        RunResult bytes = Objects.requireNonNull(byName.get("bytes" + work + sample));
        RunResult tree = Objects.requireNonNull(byName.get("tree" + work + sample));
        double micros = bytes.getPrimaryResult().getScore();
        double treeMicros = tree.getPrimaryResult().getScore();
        String name = work.toLowerCase(Locale.ROOT);
        run.say(Figure.of(name + "_us", micros, "us")
                .against("Jackson's tree", treeMicros)
                .with("event", sample)
                .with("error_us", Math.round(bytes.getPrimaryResult().getScoreError() * 1000) / 1000.0));
        run.say(Figure.of(name + "_ratio_to_tree", treeMicros / micros, "times")
                .againstLimit("the reach", LEAST_TIMES)
                .with("event", sample));
        int result = CanonicalWork.resultBytes(sample, work);
        run.say(Figure.of(name + "_garbage_bytes", allocated(bytes) - result, "B")
                .againstLimit("the reach", MOST_GARBAGE)
                .with("event", sample)
                .with("allocated_with_result", Math.round(allocated(bytes)))
                .with("result", result)
                .with("tree_garbage", Math.round(allocated(tree) - result)));
    }

    private static double allocated(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                .getScore();
    }

    private static String key(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1)
                + result.getParams().getParam("sample");
    }

    private static Options options(BenchRun run) {
        return new OptionsBuilder()
                .include(CanonicalWork.class.getName())
                .forks(run.size(0, 1, 3))
                .warmupIterations(run.size(1, 3, 5))
                .warmupTime(TimeValue.milliseconds(run.size(20, 400, 1000)))
                .measurementIterations(run.size(1, 3, 5))
                .measurementTime(TimeValue.milliseconds(run.size(20, 400, 1000)))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(run.folder().resolve("jmh.log").toString())
                .build();
    }
}
