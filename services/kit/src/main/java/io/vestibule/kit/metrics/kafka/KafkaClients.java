package io.vestibule.kit.metrics.kafka;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The Kafka clients of a process, whose figures are read whenever the metrics are scraped. Thread-safe. */
public final class KafkaClients implements MultiCollector {

    private record Client(String role, Supplier<? extends Map<MetricName, ? extends Metric>> figures) {}

    private final List<Client> clients = new CopyOnWriteArrayList<>();

    /**
     * Exposes a client's figures from now on. Those of clients with the same role are folded together.
     *
     * @param role what the client is for, such as {@code worker-results}: a constant, as it becomes a label
     * @param figures the client's own, asked at each scrape on an event loop: must not block
     */
    public void watch(String role, Supplier<? extends Map<MetricName, ? extends Metric>> figures) {
        clients.add(new Client(role, figures));
    }

    @Override
    public MetricSnapshots collect() {
        FigureTable table = new FigureTable();
        clients.forEach(client -> table.add(client.role(), client.figures().get()));
        return new MetricSnapshots(table.rows().entrySet().stream()
                .map(row -> snapshot(row.getKey(), row.getValue()))
                .toList());
    }

    private static MetricSnapshot snapshot(KafkaFigure figure, Map<List<String>, Double> values) {
        return figure.isCounter() ? counter(figure, values) : gauge(figure, values);
    }

    private static MetricSnapshot counter(KafkaFigure figure, Map<List<String>, Double> values) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(figure.id().replaceAll("_total$", ""))
                .help(figure.help());
        values.forEach((labels, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of(figure.labels(), labels))
                .value(value)
                .build()));
        return counter.build();
    }

    private static MetricSnapshot gauge(KafkaFigure figure, Map<List<String>, Double> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(figure.id()).help(figure.help());
        values.forEach((labels, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of(figure.labels(), labels))
                .value(value)
                .build()));
        return gauge.build();
    }
}
