package io.vestibule.matrix.federation.discovery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long well-known answers are kept. Each is shortened by up to a tenth at random, so that what was learnt together is
 * not asked for again together. Immutable.
 *
 * @param unstated for a delegation whose {@code Cache-Control} says nothing
 * @param shortest for a delegation that asks for less
 * @param longest for a delegation that asks for more, and the age beyond which none is used
 * @param firstError for the first failure in a row; it doubles with each further one
 * @param longestError the longest for a failure
 */
public record WellKnownLifetimes(
        Duration unstated, Duration shortest, Duration longest, Duration firstError, Duration longestError) {

    /** 24 h, at least 5 min, at most 48 h; failures 2 min to 1 h. */
    public static final WellKnownLifetimes DEFAULT = new WellKnownLifetimes(
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Duration.ofHours(48),
            Duration.ofMinutes(2),
            Duration.ofHours(1));

    private static final int MOST_DOUBLINGS = 20;

    public WellKnownLifetimes {
        if (shortest.compareTo(longest) > 0 || firstError.compareTo(longestError) > 0) {
            throw new IllegalArgumentException("a shortest lifetime is longer than the longest: " + shortest + " > "
                    + longest + " or " + firstError + " > " + longestError);
        }
    }

    Duration ofDelegation(@Nullable Duration maxAge, RandomGenerator random) {
        Duration asked = maxAge == null ? unstated : maxAge;
        Duration bounded = asked.compareTo(shortest) < 0 ? shortest : asked;
        return shortened(bounded.compareTo(longest) > 0 ? longest : bounded, random);
    }

    /** @param failures how many in a row, this one included */
    Duration ofFailure(int failures, RandomGenerator random) {
        Duration doubled = firstError.multipliedBy(1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
        return shortened(doubled.compareTo(longestError) > 0 ? longestError : doubled, random);
    }

    private static Duration shortened(Duration lifetime, RandomGenerator random) {
        return lifetime.minusNanos((long) (lifetime.toNanos() * 0.1 * random.nextDouble()));
    }
}
