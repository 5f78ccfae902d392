package io.vestibule.worker.order;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.worker.walk.ServerOutcome;

/**
 * One call to another server, as it is reported. Times are milliseconds since the epoch.
 *
 * @param server the server
 * @param step the step of the handshake
 * @param outcome what it came to
 * @param time when, and for how long
 * @param origin where the topology has the server from
 */
public record Tried(ServerName server, Step step, ServerOutcome outcome, Time time, CandidateOrigin origin) {

    /** The step of the handshake. */
    public enum Step {
        MAKE,
        SEND,
        INVITE,
        TRANSACTION
    }

    /**
     * When a call was made.
     *
     * @param startedAt when it began
     * @param tookMs how long it took
     */
    public record Time(long startedAt, long tookMs) {}
}
