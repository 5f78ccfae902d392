package io.vestibule.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

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
            or a user. A timer is a histogram with `_bucket`, `_count` and `_sum`, in seconds.

            | metric | kind | labels | meaning |
            |---|---|---|---|
            """;

    @Test
    void the_page_is_what_the_catalogue_says() throws IOException {
        // When
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Metric metric : Metric.values()) {
            page.append(row(metric));
        }
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
            case TIMER -> "histogram";
            case GAUGE -> "gauge";
        };
        return "| `%s` | %s | %s | %s |%n".formatted(prometheusName(metric), kind, labels, metric.help());
    }

    private static String prometheusName(Metric metric) {
        String name = metric.id().replace('.', '_');
        return switch (metric.kind()) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case GAUGE -> name;
        };
    }
}
