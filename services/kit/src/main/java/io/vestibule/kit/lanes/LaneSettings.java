package io.vestibule.kit.lanes;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a lane consumer reads its topic and how much it takes on.
 *
 * @param topic the topic of the orders
 * @param group the consumer group
 * @param instance the static member's ID, unique in the group and kept over restarts; null for a dynamic member
 * @param bounds how much is taken on at once
 * @param pace how often it polls, commits and waits
 */
public record LaneSettings(
        String topic, String group, @Nullable String instance, Bounds bounds, Pace pace) {

    public LaneSettings {
        if (topic.isEmpty() || group.isEmpty()) {
            throw new IllegalArgumentException("a lane consumer needs a topic and a group");
        }
    }

    /**
     * How much a lane consumer takes on.
     *
     * @param maxRunning orders that run at once
     * @param maxBackground how many of these may be orders that nobody waits for
     * @param maxWaiting orders in memory that wait for their lane or for room
     * @param window offsets of one partition between the lowest unfinished and the newest one; its bits must fit into a
     *     commit's metadata
     */
    public record Bounds(int maxRunning, int maxBackground, int maxWaiting, int window) {
        /** The widest window whose bits, and those of one more poll, fit into 4096 bytes of metadata. */
        public static final int MAX_WINDOW = 20_000;

        /** The share of {@code maxRunning} that background orders get when nothing else is said. */
        public static final double BACKGROUND_SHARE = 0.5;

        private static final int WAITING_FOR_EACH = 4;

        public Bounds {
            if (maxRunning < 1) {
                throw new IllegalArgumentException("max running must be at least 1, is " + maxRunning);
            }
            if (maxBackground < 1 || maxBackground > maxRunning) {
                throw new IllegalArgumentException(
                        "max background must be between 1 and max running (" + maxRunning + "), is " + maxBackground);
            }
            if (maxWaiting < 1) {
                throw new IllegalArgumentException("max waiting must be at least 1, is " + maxWaiting);
            }
            if (window < 1 || window > MAX_WINDOW) {
                throw new IllegalArgumentException("the window must be between 1 and " + MAX_WINDOW + ", is " + window);
            }
        }

        /**
         * @param maxRunning orders that run at once
         * @param backgroundShare the part of them, above 0 and at most 1, that background orders may take
         * @return bounds with four waiting orders for each that may run, so that interactive ones are read although
         *     background orders wait before them, and the widest window
         */
        public static Bounds of(int maxRunning, double backgroundShare) {
            if (!(backgroundShare > 0 && backgroundShare <= 1)) {
                throw new IllegalArgumentException(
                        "the background share must be above 0 and at most 1, is " + backgroundShare);
            }
            int background = Math.max(1, (int) (maxRunning * backgroundShare));
            return new Bounds(maxRunning, background, WAITING_FOR_EACH * maxRunning, MAX_WINDOW);
        }

        int maxPollRecords() {
            return Math.clamp((maxRunning + maxWaiting) / 4, 1, 500);
        }

        /** Partitions are paused from here on, so that one more poll does not overshoot. */
        int pauseAt() {
            return Math.max(1, maxRunning + maxWaiting - maxPollRecords());
        }
    }

    /**
     * How often a lane consumer does what.
     *
     * @param poll how long a poll waits for records
     * @param commit how often finished offsets are committed
     * @param retry how long a partition waits whose next record cannot be read at the moment
     * @param unwind how long a rebalance waits for cancelled orders to end
     * @param session how long the broker waits for a sign of life before others take over
     */
    public record Pace(Duration poll, Duration commit, Duration retry, Duration unwind, Duration session) {
        /** Fit for production. */
        public static final Pace DEFAULT = new Pace(
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(8));
    }
}
