package io.vestibule.kit.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vestibule.kit.metrics.Metric.Kind;
import io.vestibule.kit.metrics.kafka.KafkaClients;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The metrics of one process. Look a meter up once and keep it where it is used often. Thread-safe. */
public final class Metrics {

    /** What {@link #scrape} is. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Most walks end at the first servers, and a room has at most three hundred. */
    private static final double[] PLACES = {1, 2, 3, 5, 10, 20, 50};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KafkaClients kafka = new KafkaClients();

    /** No figures yet. */
    public Metrics() {
        registry.getPrometheusRegistry().register(kafka);
    }

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
     * Counts one.
     *
     * @param metric a counter of the catalogue
     * @param labelValues one value for each of its labels, in their order
     */
    public void count(Metric metric, String... labelValues) {
        counter(metric, labelValues).increment();
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
     * @param metric a distribution of the catalogue
     * @param labelValues one value for each of its labels, in their order
     * @throws IllegalArgumentException if the metric is no distribution, or the number of values is wrong
     */
    public DistributionSummary distribution(Metric metric, String... labelValues) {
        return DistributionSummary.builder(metric.id())
                .description(metric.help())
                .serviceLevelObjectives(PLACES)
                .tags(tags(metric, Kind.DISTRIBUTION, labelValues))
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

    /** @return where Kafka clients are made known, whose own figures are then exposed too */
    public KafkaClients kafka() {
        return kafka;
    }

    /** Adds what the JVM and the operating system know of the process; takes a moment, and is of use once. */
    public void watchProcess() {
        for (MeterBinder binder : List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new JvmGcMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics())) {
            binder.bindTo(registry);
        }
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
