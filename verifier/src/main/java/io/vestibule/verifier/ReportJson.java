package io.vestibule.verifier;

import io.vestibule.matrix.json.JsonWriter;

/** A report for programs. */
public final class ReportJson {

    private ReportJson() {}

    /** @return one object: when, how much was read, what each check did, every violation with its coordinates */
    public static JsonWriter of(Report report) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("taken_at", report.takenAt().toString())
                .field("records", report.recordsRead())
                .field("requests", report.requests())
                .field("judged", report.casesJudged())
                .field("violation_count", report.violationCount());
        json.name("checks").beginArray();
        for (Report.Checked check : report.checks()) {
            json.beginObject()
                    .field("check", check.name())
                    .field("judged", check.judged())
                    .field("not_judged", check.notJudged())
                    .field("violations", check.violations())
                    .endObject();
        }
        json.endArray().name("violations").beginArray();
        report.violations().forEach(violation -> write(json, violation));
        return json.endArray().endObject();
    }

    private static void write(JsonWriter json, Violation violation) {
        json.beginObject()
                .field("check", violation.check())
                .field("topic", violation.place().topic())
                .field("partition", violation.place().partition())
                .field("offset", violation.place().offset())
                .field("room", violation.room())
                .field("user", violation.user())
                .field("expected", violation.expected())
                .field("seen", violation.seen())
                .endObject();
    }
}
