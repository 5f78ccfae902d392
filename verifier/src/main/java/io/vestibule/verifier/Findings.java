package io.vestibule.verifier;

import io.vestibule.schemas.catalog.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the checks find, over all partitions. For one thread. */
final class Findings {

    /** The numbers of one check. */
    private static final class Tally {
        private long judged;
        private long notJudged;
        private long violations;
    }

    private final Runnable eachRecord;
    private final Map<String, Long> records = new TreeMap<>();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private long requests;

    Findings(Runnable eachRecord) {
        this.eachRecord = eachRecord;
    }

    /** @param first whether the record is read for the first time; a topic may be read for each partition of the others */
    void read(Topic<?> topic, boolean first) {
        if (first) {
            records.merge(topic.name(), 1L, Long::sum);
        }
        eachRecord.run();
    }

    void requested() {
        requests++;
        eachRecord.run();
    }

    /** A check takes part, whether it finds anything to judge or not. */
    void takesPart(String check) {
        tallies.computeIfAbsent(check, name -> new Tally());
    }

    void judged(String check) {
        tally(check).judged++;
    }

    void notJudged(String check) {
        tally(check).notJudged++;
    }

    void violated(Violation violation) {
        Tally tally = tally(violation.check());
        tally.violations++;
        if (tally.violations <= Report.MOST_TOLD) {
            violations.add(violation);
        }
    }

    private Tally tally(String check) {
        return tallies.computeIfAbsent(check, name -> new Tally());
    }

    Report report(Instant takenAt) {
        List<Report.Checked> checks = tallies.entrySet().stream()
                .map(each -> new Report.Checked(
                        each.getKey(), each.getValue().judged, each.getValue().notJudged, each.getValue().violations))
                .toList();
        return new Report(takenAt, records, requests, checks, violations);
    }
}
