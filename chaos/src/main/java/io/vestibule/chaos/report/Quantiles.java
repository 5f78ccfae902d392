package io.vestibule.chaos.report;

import java.time.Duration;
import java.util.List;

/** Quantiles of few values: the least one that is at least so far up. */
final class Quantiles {

    private Quantiles() {}

    /** In milliseconds; 0 of no values. */
    static long ms(List<Duration> values, double quantile) {
        List<Duration> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return 0;
        }
        int place = (int) Math.ceil(quantile * sorted.size()) - 1;
        return sorted.get(Math.clamp(place, 0, sorted.size() - 1)).toMillis();
    }
}
