package io.vestibule.chaos.report;

import io.vestibule.chaos.promise.Violation;
import java.util.List;

/**
 * What came of one run.
 *
 * @param seed its seed
 * @param struck what came of each blow
 * @param violations the promises that were broken
 */
public record RunReport(long seed, List<Struck> struck, List<Violation> violations) {

    public RunReport {
        struck = List.copyOf(struck);
        violations = List.copyOf(violations);
    }
}
