package io.vestibule.worker.walk;

import java.time.Duration;
import java.util.List;

/**
 * How long a walk may take and how patient it is.
 *
 * @param perServer the longest that one call to one server may take
 * @param shortTry what a server gets that was silent the last time, and the least that any server gets while the walk has
 *     time left
 * @param perWalk the longest that the whole walk may take
 * @param freshDelays how long to wait before a 403 for a young invite is asked again at the same server, one by one
 * @param longestRetryAfter how long a rate-limiting server is waited for at the end of the walk, whatever it asks
 * @param hedge when the next server is asked while others are silent
 */
public record WalkRules(
        Duration perServer,
        Duration shortTry,
        Duration perWalk,
        List<Duration> freshDelays,
        Duration longestRetryAfter,
        Hedge hedge) {

    /** One, two and four seconds: we can be faster than the inviter's own server. */
    public static final List<Duration> FRESH_DELAYS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** Ten seconds. */
    public static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(10);

    public WalkRules {
        freshDelays = List.copyOf(freshDelays);
        if (!perServer.isPositive() || !shortTry.isPositive() || !perWalk.isPositive()) {
            throw new IllegalArgumentException(
                    "the budgets of a walk must be positive: " + perServer + ", " + shortTry + ", " + perWalk);
        }
    }

    /**
     * @param perServer the longest that one call to one server may take
     * @param shortTry what a silent server gets
     * @param perWalk the longest that the whole walk may take
     * @return rules with the usual patience, one server after another
     */
    public static WalkRules of(Duration perServer, Duration shortTry, Duration perWalk) {
        return new WalkRules(perServer, shortTry, perWalk, FRESH_DELAYS, LONGEST_RETRY_AFTER, Hedge.NONE);
    }

    /** @return the same rules with this hedge */
    public WalkRules with(Hedge other) {
        return new WalkRules(perServer, shortTry, perWalk, freshDelays, longestRetryAfter, other);
    }
}
