package io.vestibule.interop.suite;

import io.vestibule.interop.suite.Verdict.Result;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Tells scenarios one after another and reports each. */
public final class Runner {

    private final Supplier<Stage> stages;
    private final Report report;

    public Runner(Supplier<Stage> stages, Report report) {
        this.stages = stages;
        this.report = report;
    }

    /**
     * @param scenarios what to tell
     * @param versions the only room versions to tell it in, empty for each scenario's own
     */
    public void run(List<Scenario> scenarios, List<String> versions) {
        for (Scenario scenario : scenarios) {
            for (String version : scenario.versions()) {
                if (versions.isEmpty() || versions.contains(version)) {
                    report.add(tell(scenario, version));
                }
            }
        }
    }

    private Verdict tell(Scenario scenario, String version) {
        Stage stage = stages.get();
        long start = System.nanoTime();
        Result result = Result.PASSED;
        String reason = "";
        try {
            scenario.story().tell(stage, version);
        } catch (Skipped skipped) {
            result = Result.SKIPPED;
            reason = message(skipped);
        } catch (Unmet unmet) {
            result = Result.FAILED;
            reason = message(unmet);
        } catch (Exception e) {
            result = Result.FAILED;
            reason = e.toString();
        } finally {
            stage.calm();
        }
        if (result == Result.PASSED) {
            reason = stage.notes();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Verdict(scenario.name(), version, result, reason, took, stage.figures());
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
