package io.vestibule.kit.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How often something may happen, written {@code 60/3m}: sixty at once, and from then on as fast as sixty in three minutes
 * come back, evenly. Immutable.
 *
 * @param count how many may come at once
 * @param per the time in which as many come back
 */
public record Rate(int count, Duration per) {

    private static final int MOST = 1_000_000;

    public Rate {
        if (count < 1 || count > MOST || per.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("expected 1 to " + MOST + " per duration, such as 60/3m");
        }
    }

    /**
     * @return the rate, or empty for {@code off}
     * @throws IllegalArgumentException if the text is neither
     */
    public static Optional<Rate> parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("off")) {
            return Optional.empty();
        }
        int slash = trimmed.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("expected off, or a number per duration such as 60/3m");
        }
        return Optional.of(
                new Rate(Syntax.integer(trimmed.substring(0, slash)), Syntax.duration(trimmed.substring(slash + 1))));
    }
}
