package io.vestibule.interop.suite;

import java.time.Duration;
import java.util.List;

/**
 * What became of one scenario in one room version.
 *
 * @param scenario the scenario's name
 * @param version the room version
 * @param result how it ended
 * @param reason why it failed or was skipped, or what else there is to say
 * @param took how long it took
 * @param figures times that it measured
 */
public record Verdict(
        String scenario, String version, Result result, String reason, Duration took, List<Figure> figures) {

    public Verdict {
        figures = List.copyOf(figures);
    }

    /** How a scenario can end. */
    public enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    /**
     * A time to an outcome.
     *
     * @param step what was timed
     * @param who {@link #VESTIBULE}, or {@link #SYNAPSE} doing the same step
     * @param took the time
     * @param managed whether it came to what was wanted; otherwise the time is that to giving up
     */
    public record Figure(String step, String who, Duration took, boolean managed) {

        public static final String VESTIBULE = "Vestibule";
        public static final String SYNAPSE = "Synapse";
    }
}
