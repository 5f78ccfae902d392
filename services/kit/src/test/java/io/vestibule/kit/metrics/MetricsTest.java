package io.vestibule.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    @Test
    void every_metric_of_the_catalogue_can_be_scraped() {
        // Given
        for (Metric metric : Metric.values()) {
            String[] labels = metric.labels().toArray(String[]::new);
            switch (metric.kind()) {
                case COUNTER -> metrics.counter(metric, labels);
                case TIMER -> metrics.timer(metric, labels);
                case GAUGE -> metrics.gauge(metric, () -> 7, labels);
                case DISTRIBUTION -> metrics.distribution(metric, labels);
            }
        }
        // When
        String scraped = metrics.scrape();
        // Then
        for (Metric metric : Metric.values()) {
            assertThat(scraped).contains("# HELP " + metric.id().replace('.', '_'));
        }
    }

    @Test
    void a_metric_used_as_what_it_is_not_is_refused() {
        // Given
        Metric timer = Metric.INVITES_INGRESS;
        // When
        // Then
        assertThatThrownBy(() -> metrics.counter(timer, "v2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.timer(timer)).isInstanceOf(IllegalArgumentException.class);
    }
}
