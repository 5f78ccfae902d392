package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.federation.Deadline;
import java.time.Duration;

/**
 * What one call may cost. Immutable.
 *
 * @param deadline when the whole call, the body included, must be over
 * @param silence how long the server may send nothing in the middle of a body
 * @param mostBytes the largest body to take
 */
public record CallLimits(Deadline deadline, Duration silence, long mostBytes) {

    /** The largest body that is taken unless the caller says otherwise. */
    public static final long MODEST_BYTES = 1024L * 1024;

    private static final Duration DEFAULT_SILENCE = Duration.ofSeconds(30);

    public CallLimits {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("a body cannot have fewer than 0 bytes: " + mostBytes);
        }
    }

    /**
     * @param budget how long from now the whole call may take
     * @return limits for an answer of modest size
     */
    public static CallLimits within(Duration budget) {
        return new CallLimits(Deadline.after(budget), DEFAULT_SILENCE, MODEST_BYTES);
    }

    /** @return the same limits for a larger or smaller body */
    public CallLimits withMostBytes(long bytes) {
        return new CallLimits(deadline, silence, bytes);
    }

    /** @return the same limits for a server that may fall silent for longer or shorter */
    public CallLimits withSilence(Duration newSilence) {
        return new CallLimits(deadline, newSilence, mostBytes);
    }
}
