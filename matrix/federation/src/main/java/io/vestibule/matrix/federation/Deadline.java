package io.vestibule.matrix.federation;

import java.time.Duration;

/**
 * A moment after which nobody waits any longer, on the clock of {@link System#nanoTime()}.
 *
 * <p>A deadline is absolute: handed through many steps, each takes from the same budget. It has no meaning outside the
 * process that made it. Immutable.
 */
public record Deadline(long nanoTime) {

    /** The longest budget; a longer one is cut to this, so that the arithmetic cannot overflow. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * @param budget how long from now; a negative one has passed already
     * @return the moment {@code budget} from now
     */
    public static Deadline after(Duration budget) {
        Duration bounded = budget.compareTo(LONGEST) > 0 ? LONGEST : budget;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    /** @return the time that is left, zero once the moment has passed */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** @return whether the moment has passed */
    public boolean hasPassed() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /**
     * @param budget a bound on a single step
     * @return the earlier of this deadline and the moment {@code budget} from now
     */
    public Deadline within(Duration budget) {
        Deadline other = after(budget);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }
}
