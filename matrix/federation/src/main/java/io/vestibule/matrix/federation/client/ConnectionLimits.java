package io.vestibule.matrix.federation.client;

import java.time.Duration;

/**
 * Bounds on connections. Immutable.
 *
 * @param connectTime how long one target may take to accept a connection, TLS included
 * @param idleTime how long an unused connection is kept, whole seconds
 * @param perTarget how many connections one target gets at most; an HTTP/2 connection carries many calls at once, an
 *     HTTP/1.1 connection one
 * @param eventLoops how many threads do the network's work
 */
public record ConnectionLimits(Duration connectTime, Duration idleTime, int perTarget, int eventLoops) {

    /** 10 s to connect, 30 s unused, 64 connections to a target, 2 event loops. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 64, 2);

    private static final int MOST_PER_TARGET = 10_000;

    public ConnectionLimits {
        if (connectTime.isNegative() || connectTime.isZero() || idleTime.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "connect time and idle time are positive, not " + connectTime + " and " + idleTime);
        }
        if (perTarget < 1 || perTarget > MOST_PER_TARGET || eventLoops < 1) {
            throw new IllegalArgumentException("from 1 to " + MOST_PER_TARGET
                    + " connections and at least one event loop, not " + perTarget + " and " + eventLoops);
        }
    }

    /** @return the same limits with another time to connect */
    public ConnectionLimits withConnectTime(Duration time) {
        return new ConnectionLimits(time, idleTime, perTarget, eventLoops);
    }

    /** @return the same limits with another number of connections to one target */
    public ConnectionLimits withPerTarget(int connections) {
        return new ConnectionLimits(connectTime, idleTime, connections, eventLoops);
    }
}
