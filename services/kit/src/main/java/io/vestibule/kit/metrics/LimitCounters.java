package io.vestibule.kit.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Counts how often each limit was reached; all of them stand in the metrics from the start. Thread-safe. */
public final class LimitCounters implements Consumer<Limit> {

    private final Map<Limit, Counter> counters = new EnumMap<>(Limit.class);

    /** @param metrics where the counters are registered */
    public LimitCounters(Metrics metrics) {
        for (Limit limit : Limit.values()) {
            counters.put(limit, metrics.counter(Metric.LIMITS_REACHED, limit.label()));
        }
    }

    @Override
    public void accept(Limit reached) {
        Counter counter = counters.get(reached);
        if (counter != null) {
            counter.increment();
        }
    }
}
