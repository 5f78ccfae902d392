package io.vestibule.chaos;

import java.time.Duration;

/**
 * How much happens in a run.
 *
 * @param strangers how many homeservers are around in the scene of the strangers; invites name fifty of them, in the last room all
 * @param walks how many accepts go through them
 * @param every how long from one scenario of the load to the next
 */
record Size(int strangers, int walks, Duration every) {

    /** For every change. */
    static final Size SHORT = new Size(60, 5, Duration.ofMillis(400));

    /** For a night. */
    static final Size LONG = new Size(300, 12, Duration.ofMillis(250));
}
