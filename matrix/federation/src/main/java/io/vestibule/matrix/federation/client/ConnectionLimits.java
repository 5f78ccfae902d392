package io.vestibule.matrix.federation.client;

import java.time.Duration;

/**
 * Bounds on connections. Immutable.
 *
 * @param connectTime how long one target may take to accept a connection, TLS included
 * @param idleTime how long an unused connection is kept, whole seconds
 * @param http1PerTarget how many HTTP/1.1 connections one target gets at most
 * @param http2PerTarget how many HTTP/2 connections one target gets at most
 * @param eventLoops how many threads do the network's work
 */
public record ConnectionLimits(
        Duration connectTime, Duration idleTime, int http1PerTarget, int http2PerTarget, int eventLoops) {

    /** 10 s to connect, 30 s unused, 64 or 4 connections to a target, 2 event loops. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 64, 4, 2);

    public ConnectionLimits {
        if (connectTime.isNegative() || connectTime.isZero() || idleTime.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "connect time and idle time are positive, not " + connectTime + " and " + idleTime);
        }
        if (http1PerTarget < 1 || http2PerTarget < 1 || eventLoops < 1) {
            throw new IllegalArgumentException("at least one connection of each kind and one event loop, not "
                    + http1PerTarget + ", " + http2PerTarget + " and " + eventLoops);
        }
    }

    /** @return the same limits with another time to connect */
    public ConnectionLimits withConnectTime(Duration time) {
        return new ConnectionLimits(time, idleTime, http1PerTarget, http2PerTarget, eventLoops);
    }

    /** @return the same limits with other numbers of connections to one target */
    public ConnectionLimits withPerTarget(int http1, int http2) {
        return new ConnectionLimits(connectTime, idleTime, http1, http2, eventLoops);
    }
}
