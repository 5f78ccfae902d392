package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Remembers in this process which servers were silent, so that they get a short try the next time. Never a reason to skip
 * one. Bounded; times are milliseconds since the epoch. Thread-safe.
 */
public final class ServerHealth {
    /** What the admin server tells it under. */
    public static final String NAME = "worker-servers";

    private static final int MAX_SERVERS = 10_000;
    private static final int MAX_DOUBLINGS = 6;

    /** Silent from the first failure to the last, without a word in between. */
    private static final Duration LONG = Duration.ofMinutes(10);

    /**
     * @param times how often it was silent
     * @param waited how many of these times it was given all the time that a call has
     * @param since when the first of these was; of no meaning while there is none
     * @param until for how long it gets short tries
     */
    private record Silence(int times, int waited, long since, long until) {}

    private static final Silence NONE = new Silence(0, 0, 0, 0);

    private final long firstMs;
    private final Map<ServerName, Silence> silent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ServerName, Silence> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    /** @param first how long a server counts as silent after its first silence; doubled with each further one */
    public ServerHealth(Duration first) {
        this.firstMs = first.toMillis();
    }

    /** Takes note of what a call came to. */
    public synchronized void note(ServerName server, ServerOutcome outcome, long now) {
        if (!(outcome instanceof ServerOutcome.Silent)) {
            silent.remove(server);
            return;
        }
        Silence before = silent.getOrDefault(server, NONE);
        int times = before.times() + 1;
        int waited = before.waited() + (outcome instanceof ServerOutcome.NotAwaited ? 0 : 1);
        long backOff = firstMs << Math.min(times - 1, MAX_DOUBLINGS);
        silent.put(server, new Silence(times, waited, before.waited() == 0 ? now : before.since(), now + backOff));
    }

    /** @return those of the servers that were silent a short while ago */
    public synchronized Set<ServerName> silentAmong(Collection<ServerName> servers, long now) {
        Set<ServerName> found = new HashSet<>();
        for (ServerName server : servers) {
            Silence silence = silent.get(server);
            if (silence != null && now < silence.until()) {
                found.add(server);
            }
        }
        return found;
    }

    /** Forgets that the server was silent. @return whether it was remembered */
    public synchronized boolean forget(ServerName server) {
        return silent.remove(server) != null;
    }

    /** @return {@code {"servers":[{"server","silences","waited","since","short_tries_until"}]}}, times in ISO 8601; bounded */
    public synchronized byte[] json() {
        JsonWriter json = new JsonWriter().beginObject().name("servers").beginArray();
        silent.forEach((server, silence) -> json.beginObject()
                .field("server", server.value())
                .field("silences", silence.times())
                .field("waited", silence.waited())
                .field("since", Instant.ofEpochMilli(silence.since()).toString())
                .field(
                        "short_tries_until",
                        Instant.ofEpochMilli(silence.until()).toString())
                .endObject());
        return json.endArray().endObject().toBytes();
    }

    /** @return how many servers were silent a short while ago */
    public synchronized long silentAt(long now) {
        return silent.values().stream().filter(silence -> now < silence.until()).count();
    }

    /**
     * @return those of the servers that have been silent for long: asked more than once over at least ten minutes, and never
     *     heard of. That another server was faster does not count.
     */
    public synchronized Set<ServerName> longSilentAmong(Collection<ServerName> servers, long now) {
        Set<ServerName> found = new HashSet<>();
        for (ServerName server : servers) {
            Silence silence = silent.get(server);
            if (silence != null && silence.waited() > 1 && now - silence.since() >= LONG.toMillis()) {
                found.add(server);
            }
        }
        return found;
    }
}
