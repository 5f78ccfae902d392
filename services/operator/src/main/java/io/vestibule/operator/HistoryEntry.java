package io.vestibule.operator;

import io.vestibule.matrix.json.JsonWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One event of an invite's life.
 *
 * @param at when it was decided
 * @param event what happened, the ledger's name for it
 * @param details what else is known of it
 */
public record HistoryEntry(Instant at, String event, List<Detail> details) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    public HistoryEntry {
        details = List.copyOf(details);
    }

    /** @return the same with one detail more */
    public HistoryEntry with(Detail detail) {
        List<Detail> more = new ArrayList<>(details);
        more.add(detail);
        return new HistoryEntry(at, event, more);
    }

    /** @return the entry in one line */
    public String line() {
        String known = details.stream()
                .map(detail -> detail.name() + " " + detail.text())
                .collect(Collectors.joining("; "));
        return "%s  %-22s %s"
                .formatted(TIME.format(at), event.toLowerCase(Locale.ROOT).replace('_', ' '), known)
                .stripTrailing();
    }

    /** Writes {@code {"at","event",…}}; the time in ISO 8601, UTC. */
    public void writeTo(JsonWriter json) {
        json.beginObject().field("at", at.toString()).field("event", event);
        for (Detail detail : details) {
            json.name(detail.name());
            switch (detail) {
                case Detail.Text text -> json.value(text.text());
                case Detail.Flag flag -> json.value(true);
                case Detail.Names names -> {
                    json.beginArray();
                    names.values().forEach(json::value);
                    json.endArray();
                }
                case Detail.Attempts attempts -> OutcomeJson.attempts(json, attempts.values());
            }
        }
        json.endObject();
    }
}
