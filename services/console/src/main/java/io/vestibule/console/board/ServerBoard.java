package io.vestibule.console.board;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.operator.ServerRecord;
import io.vestibule.schemas.AttemptResult;
import io.vestibule.schemas.ServerAttempt;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How other servers did: of each the newest {@value #SAMPLES} attempts, of the {@value #MOST} that were asked last. Thread-safe. */
public final class ServerBoard {

    private static final int MOST = 1_000;
    private static final int SAMPLES = 100;
    private static final int PERCENT = 100;

    private record Sample(boolean answered, long tookMs) {}

    private static final class Server {
        private final Deque<Sample> samples = new ArrayDeque<>();
        private long attempts;
        private AttemptResult last = AttemptResult.UNKNOWN;
        private long lastAt;
    }

    private final Map<String, Server> servers = new LinkedHashMap<>(16, 0.75f, true);

    /** A server was asked. */
    public synchronized void asked(ServerAttempt attempt) {
        Server server = servers.computeIfAbsent(attempt.getServer(), name -> new Server());
        server.samples.addLast(new Sample(ServerRecord.answers(attempt.getResult()), attempt.getTookMs()));
        if (server.samples.size() > SAMPLES) {
            server.samples.removeFirst();
        }
        server.attempts++;
        server.last = attempt.getResult();
        server.lastAt = attempt.getStartedAt() + attempt.getTookMs();
        if (servers.size() > MOST) {
            servers.remove(servers.keySet().iterator().next());
        }
    }

    /** Writes the servers that were asked last, those in front that fail most. */
    public synchronized void writeTo(JsonWriter json, int most) {
        json.beginArray();
        servers.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Server> entry) -> percent(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .forEach(entry -> write(entry.getKey(), entry.getValue(), json));
        json.endArray();
    }

    private static void write(String name, Server server, JsonWriter json) {
        List<Long> took = server.samples.stream().map(Sample::tookMs).sorted().toList();
        json.beginObject()
                .field("server", name)
                .field("attempts", server.attempts)
                .field("answered_percent", percent(server))
                .field("p50_ms", took.get(took.size() / 2))
                .field("p95_ms", took.get((int) Math.min(took.size() - 1L, took.size() * 95L / PERCENT)))
                .field("last_result", server.last.name())
                .field("last_at", Instant.ofEpochMilli(server.lastAt).toString())
                .endObject();
    }

    private static long percent(Server server) {
        return server.samples.stream().filter(Sample::answered).count() * PERCENT / server.samples.size();
    }
}
