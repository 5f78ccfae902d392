package io.vestibule.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.metrics.kafka.KafkaFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/metrics.md} is made from the catalogue: {@code -Ddocs.write=true} writes it again after a metric has changed.
 */
class MetricsReferenceTest {

    private static final Path PAGE = Path.of("../../docs/metrics.md");

    private static final String INTRODUCTION = """
            # Metrics

            <!-- Made from io.vestibule.kit.metrics.Metric by MetricsReferenceTest; change it there. -->

            Every service answers `GET /metrics` on `admin.listen` in Prometheus's text format. Labels are bounded: never a server, a room
            or a user. A histogram has `_bucket`, `_count` and `_sum`; a name that ends with `_seconds` is in seconds. What a service
            does not do is not there: `worker_*` comes from workers alone. Counters of the topology count again what is decided again after
            an aborted transaction.

            ## Of Vestibule

            | metric | kind | labels | meaning |
            |---|---|---|---|
            """;

    private static final String OF_KAFKA = """

            ## Of Kafka's clients and Kafka Streams

            `kafka_consumer_*`, `kafka_producer_*` and `kafka_streams_*` are what Kafka measures of itself, folded over threads, tasks and
            partitions, from the catalogue `io.vestibule.kit.metrics.kafka.KafkaFigure`. The label `client` is the role of a client:
            `ingress-invites`, `ingress-feeds`, `topology`, `worker-orders`, `worker-results` or `worker-imports`. The queues of application
            services have `appservice_backlog` instead.

            | metric | kind | labels | meaning |
            |---|---|---|---|
            """;

    private static final String OF_THE_PROCESS = """

            ## Of the process

            | pattern | what |
            |---|---|
            | `jvm_memory_*`, `jvm_buffer_*` | memory of the JVM by area and pool |
            | `jvm_gc_*` | garbage collection: pauses, allocation, promotion |
            | `jvm_threads_*` | threads of the platform by state; virtual threads are not among them |
            | `process_cpu_*`, `system_cpu_*`, `system_load_average_1m` | use of the processor by the process and the machine |
            | `process_files_*` | file descriptors: open ones, and the limit |
            | `process_uptime_seconds`, `process_start_time_seconds` | for how long it runs, and since when |
            """;

    @Test
    void the_page_is_what_the_catalogue_says() throws IOException {
        // When
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Metric metric : Metric.values()) {
            page.append(row(metric));
        }
        page.append(OF_KAFKA);
        for (KafkaFigure figure : KafkaFigure.values()) {
            page.append(row(figure));
        }
        page.append(OF_THE_PROCESS);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }

        // Then
        assertThat(page.toString()).isEqualTo(Files.readString(PAGE));
    }

    @Test
    void the_names_of_the_page_are_those_that_are_exposed() throws IOException {
        // Given
        Metrics metrics = new Metrics();
        for (Metric metric : Metric.values()) {
            String[] labels = Collections.nCopies(metric.labels().size(), "x").toArray(String[]::new);
            switch (metric.kind()) {
                case COUNTER -> metrics.counter(metric, labels).increment();
                case TIMER -> metrics.timer(metric, labels).record(Duration.ofMillis(1));
                case GAUGE -> metrics.gauge(metric, () -> 1, labels);
                case DISTRIBUTION -> metrics.distribution(metric, labels).record(1);
            }
        }

        // When
        String exposed = metrics.scrape();

        // Then
        assertThat(Metric.values())
                .allSatisfy(metric -> assertThat(exposed).contains("# TYPE " + prometheusName(metric) + " "));
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        String kind = switch (metric.kind()) {
            case COUNTER -> "counter";
            case TIMER, DISTRIBUTION -> "histogram";
            case GAUGE -> "gauge";
        };
        return "| `%s` | %s | %s | %s |%n".formatted(prometheusName(metric), kind, labels, metric.help());
    }

    private static String row(KafkaFigure figure) {
        String labels = figure.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |%n"
                .formatted(figure.id(), figure.isCounter() ? "counter" : "gauge", labels, figure.help());
    }

    private static String prometheusName(Metric metric) {
        String name = metric.id().replace('.', '_');
        return switch (metric.kind()) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case GAUGE, DISTRIBUTION -> name;
        };
    }
}
