package io.vestibule.matrix.key;

import java.time.Duration;

/**
 * The bounds of a {@link CachingKeyRing}. Immutable.
 *
 * @param servers how many servers' keys are kept, and how many servers' failures; the least recently used goes first
 * @param strangerFetches how many fetches may run at once for servers of which no key is known. Anybody can name such a
 *     server in a header, so this bounds what strangers can make us dial; servers that are known are never held up by it
 * @param pause the least time between a fetch that succeeded and the next from the same server
 * @param firstBackOff the least time between a first failure and the next fetch from the same server; doubles each time
 * @param longestBackOff where the doubling ends
 */
public record KeyRingLimits(
        int servers, int strangerFetches, Duration pause, Duration firstBackOff, Duration longestBackOff) {

    /** For one instance of a service: 20,000 servers, 100 fetches for strangers, back-off from 2 s to 5 min. */
    public static final KeyRingLimits DEFAULT =
            new KeyRingLimits(20_000, 100, Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(5));

    public KeyRingLimits {
        if (servers < 1 || strangerFetches < 1) {
            throw new IllegalArgumentException("servers and strangerFetches are at least 1");
        }
        if (pause.isNegative() || firstBackOff.isNegative() || longestBackOff.compareTo(firstBackOff) < 0) {
            throw new IllegalArgumentException("pause and back-off are not negative, and the longest is the longest");
        }
    }

    /** @return the same limits with another pause and another number of fetches for strangers */
    public KeyRingLimits fetching(Duration newPause, int newStrangerFetches) {
        return new KeyRingLimits(servers, newStrangerFetches, newPause, firstBackOff, longestBackOff);
    }

    long backOffMillis(int failures) {
        long first = firstBackOff.toMillis();
        int doublings = Math.min(failures - 1, 30);
        return Math.min(first << doublings, longestBackOff.toMillis());
    }
}
