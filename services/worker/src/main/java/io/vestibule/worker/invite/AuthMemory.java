package io.vestibule.worker.invite;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers in this process which servers do not know the unstable invite-with-auth endpoint, so that asking for it does not
 * double every invite. Bounded; times are milliseconds since the epoch. Thread-safe.
 */
public final class AuthMemory {
    private static final int MAX_SERVERS = 10_000;

    /** Servers that were asked at the same time are not asked again at the same time: a tenth more or less. */
    private static final int SPREAD_PERCENT = 10;

    private final long forMs;
    private final Map<ServerName, Long> unknownUntil = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ServerName, Long> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    /** @param lifetime how long it is remembered */
    public AuthMemory(Duration lifetime) {
        this.forMs = lifetime.toMillis();
    }

    /** @return whether the server may know the endpoint */
    synchronized boolean mayKnow(ServerName server, long now) {
        Long until = unknownUntil.get(server);
        return until == null || now >= until;
    }

    synchronized void unknownAt(ServerName server, long now) {
        int spread = Math.floorMod(server.value().hashCode(), 2 * SPREAD_PERCENT + 1) - SPREAD_PERCENT;
        unknownUntil.put(server, now + forMs + forMs / 100 * spread);
    }

    /** Forgets what is remembered of the server. @return whether anything was */
    public synchronized boolean forget(ServerName server) {
        return unknownUntil.remove(server) != null;
    }

    synchronized void knownAt(ServerName server) {
        unknownUntil.remove(server);
    }
}
