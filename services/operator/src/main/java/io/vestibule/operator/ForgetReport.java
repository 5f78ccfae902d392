package io.vestibule.operator;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.Traces.Trace;
import io.vestibule.schemas.CommandOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was dropped of a person, and what is left for how long.
 *
 * @param user the person
 * @param rooms in which something was kept
 * @param outcomes what forgetting came to, in each room; empty if nothing was to be changed
 * @param left which topics still name the person, as far as they may be read
 */
public record ForgetReport(
        UserId user, Set<RoomId> rooms, Map<RoomId, Optional<CommandOutcome>> outcomes, Traces.Left left) {

    private static final String NOT_ASKED = "KEPT";

    /** @return what there was, what became of it, and what is left, in this order */
    public JsonWriter json() {
        return writeTo(new JsonWriter().beginObject()).endObject();
    }

    /** Writes the members of {@link #json} into an object that is open. @return the writer */
    public JsonWriter writeTo(JsonWriter json) {
        json.field("user", user.value());
        json.name("rooms").beginArray();
        for (RoomId room : rooms) {
            json.beginObject().field("room", room.value()).field("outcome", outcome(room));
            json.field("detail", detail(room)).endObject();
        }
        json.endArray().name("topics").beginArray();
        for (Trace trace : left.traces()) {
            json.beginObject()
                    .field("topic", trace.topic().name())
                    .field("records", trace.records())
                    .field("newest", trace.newest().toString())
                    .field("goes", goes(trace));
            trace.goneBy().ifPresent(at -> json.field("gone_by", at.toString()));
            json.endObject();
        }
        json.endArray().name("unread").beginArray();
        left.unread().forEach(topic -> json.value(topic.name()));
        return json.endArray();
    }

    /** @return the same for people */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("user     " + user);
        lines.add(rooms.isEmpty() ? "kept     nothing" : "kept     in " + rooms.size() + " rooms");
        rooms.forEach(room -> lines.add(
                "  %-14s %s  %s".formatted(outcome(room), room, detail(room)).stripTrailing()));
        lines.add(left.traces().isEmpty() ? "topics   none names the user" : "topics   that name the user still");
        for (Trace trace : left.traces()) {
            lines.add("  %-26s %6d records, %s".formatted(trace.topic(), trace.records(), until(trace)));
        }
        left.unread()
                .forEach(topic -> lines.add("  %-26s not looked at: there is no right to read it".formatted(topic)));
        return lines;
    }

    private String outcome(RoomId room) {
        Optional<CommandOutcome> outcome = outcomes.getOrDefault(room, Optional.empty());
        return outcome.map(known -> known.getOutcome().name())
                .orElse(outcomes.isEmpty() ? NOT_ASKED : OutcomeJson.PENDING);
    }

    private String detail(RoomId room) {
        return outcomes.getOrDefault(room, Optional.empty())
                .map(CommandOutcome::getDetail)
                .orElse("");
    }

    private static String until(Trace trace) {
        return trace.goneBy().map(Instant::toString).map(at -> "gone by " + at).orElse(goes(trace));
    }

    /** How the records go. */
    private static String goes(Trace trace) {
        if (trace.goneBy().isPresent()) {
            return "by age";
        }
        return switch (trace.topic().writer()) {
            case TOPOLOGY -> "by compaction, a day after the partition's next record at the latest";
            case OPERATORS -> "when the rule is removed: vestibule policy remove";
            case HOMESERVER -> "when the homeserver writes a tombstone for it";
            case INGRESS, CLIENT_SERVICES, WORKER, APPSERVICE, EVERY_PART ->
                "when its writer writes a tombstone for it";
        };
    }
}
