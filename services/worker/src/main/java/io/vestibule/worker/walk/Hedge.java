package io.vestibule.worker.walk;

import java.time.Duration;

/**
 * When the next server is asked although the one before still says nothing. The more servers are silent, the sooner: after
 * the whole of {@code first} behind one, half of it behind two, a third behind three, and never sooner than
 * {@code least}.
 *
 * @param first how long the first silent server is waited for
 * @param least how long any silent server is waited for
 * @param atOnce the most servers that are asked at the same time; one means that there is no hedging
 */
public record Hedge(Duration first, Duration least, int atOnce) {

    /** One server after another, each for as long as it may take. */
    public static final Hedge NONE = new Hedge(Duration.ofDays(1), Duration.ofDays(1), 1);

    public Hedge {
        if (!least.isPositive() || first.compareTo(least) < 0 || atOnce < 1) {
            throw new IllegalArgumentException("cannot hedge by " + first + ", " + least + ", " + atOnce);
        }
    }

    /**
     * @param silent how many servers of the walk are silent already
     * @return how long the server asked last is waited for, in milliseconds
     */
    long after(int silent) {
        return Math.max(least.toMillis(), first.toMillis() / (silent + 1));
    }
}
