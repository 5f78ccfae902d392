package io.vestibule.interop.suite;

import io.vestibule.interop.suite.Verdict.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Tells scenarios one after another, each in all of its room versions at a time, and reports every telling. */
public final class Runner {

    private final Function<Meeting, Stage> stages;
    private final Runnable calm;
    private final Report report;

    /**
     * @param stages makes the stage of one telling
     * @param calm brings every server back as it was
     */
    Runner(Function<Meeting, Stage> stages, Runnable calm, Report report) {
        this.stages = stages;
        this.calm = calm;
        this.report = report;
    }

    /** @return one that plays in the given surroundings */
    public static Runner on(Stage.Set set, Report report) {
        return new Runner(meeting -> new Stage(set, meeting), set::calm, report);
    }

    /**
     * @param scenarios what to tell
     * @param versions the only room versions to tell it in, empty for each scenario's own
     */
    public void run(List<Scenario> scenarios, List<String> versions) throws InterruptedException {
        for (Scenario scenario : scenarios) {
            together(scenario, told(scenario, versions));
        }
    }

    /** @return how many tellings that makes */
    public static int tellings(List<Scenario> scenarios, List<String> versions) {
        return scenarios.stream().mapToInt(s -> told(s, versions).size()).sum();
    }

    private static List<String> told(Scenario scenario, List<String> versions) {
        return scenario.versions().stream()
                .filter(version -> versions.isEmpty() || versions.contains(version))
                .toList();
    }

    private void together(Scenario scenario, List<String> versions) throws InterruptedException {
        Meeting meeting = new Meeting(versions.size());
        calm.run();
        List<Callable<Verdict>> tellings = versions.stream()
                .<Callable<Verdict>>map(version -> () -> tell(scenario, version, meeting))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Verdict> telling : threads.invokeAll(tellings)) {
                report.add(telling.resultNow());
            }
        } finally {
            calm.run();
        }
    }

    private Verdict tell(Scenario scenario, String version, Meeting meeting) {
        Stage stage = stages.apply(meeting);
        long start = System.nanoTime();
        Result result = Result.FAILED;
        String reason;
        try {
            scenario.story().tell(stage, version);
            result = Result.PASSED;
            reason = stage.notes();
        } catch (Skipped skipped) {
            result = Result.SKIPPED;
            reason = message(skipped);
        } catch (Unmet unmet) {
            reason = message(unmet);
        } catch (Exception e) {
            reason = e.toString();
        } finally {
            meeting.leave();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Verdict(scenario.name(), version, result, reason, took, stage.figures());
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
