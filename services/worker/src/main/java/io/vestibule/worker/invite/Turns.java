package io.vestibule.worker.invite;

import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one caller at a time have to do with a server, those first that came first; callers of other servers never wait. Remembers
 * nothing once nobody is there. Thread-safe.
 */
final class Turns {

    /** Those at one server. */
    private static final class Queue {
        private final Semaphore turn = new Semaphore(1, true);
        private int people;
    }

    private final ConcurrentHashMap<ServerName, Queue> queues = new ConcurrentHashMap<>();

    /** @return whether the caller has its turn, which it then must {@link #end} */
    boolean await(ServerName server, Duration atMost) throws InterruptedException {
        Queue queue = queues.compute(server, (name, known) -> {
            Queue joined = known == null ? new Queue() : known;
            joined.people++;
            return joined;
        });
        boolean mine = false;
        try {
            mine = queue.turn.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!mine) {
                leave(server);
            }
        }
        return mine;
    }

    /** Passes the turn on. */
    void end(ServerName server) {
        Objects.requireNonNull(queues.get(server)).turn.release();
        leave(server);
    }

    /** @return how many servers somebody has to do with or waits for */
    int servers() {
        return queues.size();
    }

    private void leave(ServerName server) {
        queues.computeIfPresent(server, (name, known) -> --known.people == 0 ? null : known);
    }
}
