package io.vestibule.verifier;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a verifier found. Immutable.
 *
 * @param takenAt the moment up to which everything was read
 * @param records how many records were read, by topic
 * @param requests how many requests the peers wrote down
 * @param checks what each check did
 * @param violations what was found, at most {@link #MOST_TOLD} of each check
 */
public record Report(
        Instant takenAt, Map<String, Long> records, long requests, List<Checked> checks, List<Violation> violations) {

    /** How many violations of one check are told in full. */
    public static final int MOST_TOLD = 1_000;

    /**
     * What one check did.
     *
     * @param name its name
     * @param judged how many cases it judged
     * @param notJudged how many are too young, or too old to be known whole
     * @param violations how many break the promise
     */
    public record Checked(String name, long judged, long notJudged, long violations) {}

    public Report {
        records = Map.copyOf(records);
        checks = List.copyOf(checks);
        violations = List.copyOf(violations);
    }

    /** @return how many violations there are, told or not */
    public long violationCount() {
        return checks.stream().mapToLong(Checked::violations).sum();
    }

    /** @return whether every promise was kept as far as it could be judged */
    public boolean isClean() {
        return violationCount() == 0;
    }

    /** @return how many records were read */
    public long recordsRead() {
        return records.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return how many cases were judged */
    public long casesJudged() {
        return checks.stream().mapToLong(Checked::judged).sum();
    }
}
