package io.vestibule.kit.metrics.kafka;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The values of one scrape, folded. Used by one thread. */
final class FigureTable {

    /** Kafka's group and name of a figure. */
    private record Source(String group, String name) {}

    private static final Map<Source, KafkaFigure> FIGURES = Arrays.stream(KafkaFigure.values())
            .collect(Collectors.toMap(figure -> new Source(figure.group(), figure.sourceName()), figure -> figure));

    private final Map<KafkaFigure, Map<List<String>, Double>> rows = new EnumMap<>(KafkaFigure.class);

    /** Takes up what one client says of itself; what is not catalogued is left out. */
    void add(String role, Map<MetricName, ? extends Metric> figures) {
        Set<String> dotted = figures.keySet().stream()
                .map(name -> name.tags().getOrDefault("topic", ""))
                .filter(topic -> topic.contains("."))
                .collect(Collectors.toSet());
        Set<String> aliases =
                dotted.stream().map(topic -> topic.replace('.', '_')).collect(Collectors.toSet());
        figures.forEach((name, metric) -> {
            KafkaFigure figure = FIGURES.get(new Source(name.group(), name.name()));
            if (figure != null
                    && name.tags().keySet().containsAll(figure.sourceTags())
                    && !aliases.contains(name.tags().getOrDefault("topic", ""))) {
                add(figure, labels(figure, role, name), metric);
            }
        });
    }

    /** @return by figure and label values */
    Map<KafkaFigure, Map<List<String>, Double>> rows() {
        return rows;
    }

    private void add(KafkaFigure figure, List<String> labels, Metric metric) {
        double value = value(metric) * figure.scale();
        if (!Double.isNaN(value)) {
            rows.computeIfAbsent(figure, fresh -> new HashMap<>())
                    .merge(labels, value, (one, other) -> fold(figure, one, other));
        }
    }

    private static List<String> labels(KafkaFigure figure, String role, MetricName name) {
        String tag = name.tags().get(figure.tag());
        return tag == null ? List.of(role) : List.of(role, tag);
    }

    private static double fold(KafkaFigure figure, double one, double other) {
        return switch (figure.kind()) {
            case TOTAL, SUM -> one + other;
            case WORST, WORST_MILLISECONDS -> Math.max(one, other);
        };
    }

    /** Not a number where there is none yet, and where a store is being closed at this moment. */
    private static double value(Metric metric) {
        try {
            return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
        } catch (KafkaException closing) {
            return Double.NaN;
        }
    }
}
