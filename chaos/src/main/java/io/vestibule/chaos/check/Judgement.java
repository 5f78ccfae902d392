package io.vestibule.chaos.check;

import io.vestibule.chaos.promise.Violation;
import io.vestibule.verifier.Report;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run is found guilty of.
 *
 * @param violations the promises that were broken
 * @param basis what was looked at, for people
 */
public record Judgement(List<Violation> violations, String basis) {

    public Judgement {
        violations = List.copyOf(violations);
    }

    /** Judges. */
    public static Judgement of(Evidence evidence) throws InterruptedException {
        List<Violation> found = new ArrayList<>(new OwnWord(evidence.settings()).check(evidence.journal()));
        found.addAll(BridgeWord.check(evidence.journal(), evidence.bridge(), Evidence.BRIDGED));
        Report report = Verification.of(evidence);
        for (var each : report.violations()) {
            found.add(new Violation(
                    each.check(),
                    each.place() + ", room " + each.room() + ", user " + each.user(),
                    "expected " + each.expected() + "; seen " + each.seen()));
        }
        return new Judgement(
                found,
                report.recordsRead() + " records and " + report.requests() + " requests by the verifier, "
                        + report.casesJudged() + " cases of " + report.checks().size() + " promises");
    }
}
