package io.vestibule.cli;

import io.vestibule.kit.config.HostPort;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.ServerRecord;
import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.ServerAttempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a server, for people and for scripts.
 *
 * @param server the server
 * @param record what topics say of it
 * @param memories what workers remember of it
 */
record ServerText(ServerName server, ServerRecord record, Memories memories) {

    /** What each worker remembers. */
    static final class Memories {

        private record Memory(HostPort worker, boolean answered, Optional<JsonObject> silence) {}

        private final List<Memory> all = new ArrayList<>();

        /** @param answer what it remembers of the server, if anything; empty if it did not answer */
        void add(HostPort worker, Optional<Optional<JsonObject>> answer) {
            all.add(new Memory(worker, answer.isPresent(), answer.flatMap(silence -> silence)));
        }
    }

    JsonWriter json() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("server", server.value())
                .field("attempts", record.attempts())
                .field("answered_percent", record.answeredPercent())
                .field("p50_ms", record.tookMs(50))
                .field("p95_ms", record.tookMs(95))
                .field("rooms", record.rooms());
        json.name("results").beginObject();
        results().forEach((result, count) -> json.field(result.name(), count));
        json.endObject().name("newest").beginArray();
        for (ServerRecord.Try made : record.newest()) {
            ServerAttempt attempt = made.attempt();
            json.beginObject()
                    .field("at", at(attempt))
                    .field("room", made.room())
                    .field("step", attempt.getStep().name())
                    .field("result", attempt.getResult().name())
                    .field("ms", attempt.getTookMs())
                    .field("detail", attempt.getDetail())
                    .endObject();
        }
        json.endArray().name("workers").beginArray();
        for (Memories.Memory memory : memories.all) {
            json.beginObject()
                    .field("worker", memory.worker().toString())
                    .field("answered", memory.answered())
                    .field(
                            "short_tries",
                            memory.silence().filter(ServerText::holds).isPresent());
            memory.silence().ifPresent(silence -> silence(silence, json));
            json.endObject();
        }
        return json.endArray().endObject();
    }

    private static void silence(JsonObject silence, JsonWriter json) {
        silence.integer("silences").ifPresent(times -> json.field("silences", times));
        silence.string("since").ifPresent(since -> json.field("since", since));
        silence.string("short_tries_until").ifPresent(until -> json.field("short_tries_until", until));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("server   " + server);
        lines.add("rooms    invites of " + record.rooms() + " rooms name it or come from it");
        if (record.attempts() == 0) {
            lines.add("attempts none that is still on the log");
        } else {
            lines.add("attempts %d, %d%% answered, half of these in %d ms, 95%% in %d ms"
                    .formatted(record.attempts(), record.answeredPercent(), record.tookMs(50), record.tookMs(95)));
            results().forEach((result, count) -> lines.add("  %6d %s".formatted(count, result)));
            lines.add("newest");
            record.newest().forEach(made -> lines.add("  " + line(made)));
        }
        for (Memories.Memory memory : memories.all) {
            lines.add("worker   " + memory.worker() + ": " + sentence(memory));
        }
        return lines;
    }

    private static String line(ServerRecord.Try made) {
        ServerAttempt attempt = made.attempt();
        return "%-24s %-11s %-20s %6d ms  %s  %s"
                .formatted(
                        at(attempt),
                        attempt.getStep(),
                        attempt.getResult(),
                        attempt.getTookMs(),
                        made.room(),
                        attempt.getDetail())
                .stripTrailing();
    }

    private static String sentence(Memories.Memory memory) {
        if (!memory.answered()) {
            return "does not answer";
        }
        return memory.silence()
                .map(silence -> "silent " + silence.integer("silences").orElse(0) + " times, since "
                        + silence.string("since").orElse("")
                        + (holds(silence)
                                ? "; short tries until "
                                        + silence.string("short_tries_until").orElse("")
                                : "; waits its full time again"))
                .orElse("remembers no silence");
    }

    /** Whether the silence still shortens tries. */
    private static boolean holds(JsonObject silence) {
        return silence.string("short_tries_until")
                .map(Instant::parse)
                .filter(until -> until.isAfter(Instant.now()))
                .isPresent();
    }

    private Map<AttemptResult, Long> results() {
        return new TreeMap<>(record.results());
    }

    private static String at(ServerAttempt attempt) {
        return Instant.ofEpochMilli(attempt.getStartedAt()).toString();
    }
}
