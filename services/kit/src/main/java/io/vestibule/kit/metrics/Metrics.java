package io.vestibule.kit.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vestibule.kit.metrics.Metric.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The metrics of one process. Look a meter up once and keep it where it is used often. Thread-safe. */
public final class Metrics {

    /** What {@link #scrape} is. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /**
     * @param metric a counter of the catalogue
     * @param labelValues one value for each of its labels, in their order
     * @throws IllegalArgumentException if the metric is no counter, or the number of values is wrong
     */
    public Counter counter(Metric metric, String... labelValues) {
        return Counter.builder(metric.id())
                .description(metric.help())
                .tags(tags(metric, Kind.COUNTER, labelValues))
                .register(registry);
    }

    /**
     * @param metric a timer of the catalogue
     * @param labelValues one value for each of its labels, in their order
     * @throws IllegalArgumentException if the metric is no timer, or the number of values is wrong
     */
    public Timer timer(Metric metric, String... labelValues) {
        return Timer.builder(metric.id())
                .description(metric.help())
                .publishPercentileHistogram()
                .tags(tags(metric, Kind.TIMER, labelValues))
                .register(registry);
    }

    /**
     * Reads a figure whenever the metrics are scraped.
     *
     * @param value asked at each scrape: must not block
     * @throws IllegalArgumentException if the metric is no gauge, or the number of label values is wrong
     */
    public void gauge(Metric metric, Supplier<Number> value, String... labelValues) {
        Gauge.builder(metric.id(), value)
                .description(metric.help())
                .tags(tags(metric, Kind.GAUGE, labelValues))
                .strongReference(true)
                .register(registry);
    }

    /** @return everything in Prometheus's text format */
    public String scrape() {
        return registry.scrape();
    }

    /** @return the registry behind it, for binders of client libraries */
    public MeterRegistry registry() {
        return registry;
    }

    private static List<Tag> tags(Metric metric, Kind kind, String[] values) {
        if (metric.kind() != kind || metric.labels().size() != values.length) {
            throw new IllegalArgumentException(metric + " is a " + metric.kind() + " with the labels " + metric.labels()
                    + ", not a " + kind + " with " + values.length);
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(metric.labels().get(i), values[i]));
        }
        return tags;
    }
}
