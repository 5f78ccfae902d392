package io.vestibule.topology.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.topology.TopologyObserver;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts what the topology does. Every counter is there from the start, so that the first event is seen. Thread-safe. */
final class TopologyMetrics implements TopologyObserver {

    private final Counter trimmed;
    private final Map<LedgerEventType, Counter> facts;
    private final Map<OutcomeType, Counter> outcomes;
    private final Map<String, Counter> deadLetters;
    private final Map<String, Timer> waited = new ConcurrentHashMap<>();
    private final Function<String, Timer> timer;

    TopologyMetrics(Metrics metrics) {
        this.trimmed = metrics.counter(Metric.TOPOLOGY_ROUTES_TRIMMED);
        this.facts = counters(LedgerEventType.class, type -> metrics.counter(Metric.TOPOLOGY_EVENTS, label(type)));
        this.outcomes = counters(OutcomeType.class, type -> metrics.counter(Metric.TOPOLOGY_OUTCOMES, label(type)));
        this.deadLetters = STAGES.stream()
                .collect(Collectors.toMap(stage -> stage, stage -> metrics.counter(Metric.DEAD_LETTERS, stage)));
        this.timer = topic -> metrics.timer(Metric.TOPOLOGY_WAITED, topic);
    }

    @Override
    public void routesTrimmed(int servers) {
        trimmed.increment(servers);
    }

    @Override
    public void decided(String topic, Duration time) {
        waited.computeIfAbsent(topic, timer).record(time);
    }

    @Override
    public void told(LedgerEventType type) {
        Objects.requireNonNull(facts.get(type)).increment();
    }

    @Override
    public void concluded(OutcomeType outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    @Override
    public void buried(String stage) {
        Objects.requireNonNull(deadLetters.get(stage)).increment();
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, Function<E, Counter> counter) {
        return Stream.of(type.getEnumConstants())
                .collect(Collectors.toMap(
                        constant -> constant, counter, (one, other) -> one, () -> new EnumMap<>(type)));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
