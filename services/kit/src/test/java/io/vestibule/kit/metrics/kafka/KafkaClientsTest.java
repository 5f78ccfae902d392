package io.vestibule.kit.metrics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    private final Metrics metrics = new Metrics();
    private final Map<MetricName, Metric> figures = new LinkedHashMap<>();

    @Test
    void partitions_threads_and_clients_of_one_role_are_folded_into_one_value() {
        // Given
        figure("consumer-fetch-manager-metrics", "records-lag", 3.0, "topic", "a.b", "partition", "0");
        figure("consumer-fetch-manager-metrics", "records-lag", 4.0, "topic", "a.b", "partition", "1");
        figure("consumer-fetch-manager-metrics", "records-lag", Double.NaN, "topic", "a.b", "partition", "2");
        figure("stream-thread-metrics", "process-latency-avg", 250.0, "thread-id", "one");
        figure("stream-thread-metrics", "process-latency-avg", 750.0, "thread-id", "two");

        // When
        metrics.kafka().watch("worker-orders", () -> figures);
        metrics.kafka().watch("worker-orders", () -> figures);

        // Then
        assertThat(metrics.scrape())
                .contains("kafka_consumer_lag_records{client=\"worker-orders\",topic=\"a.b\"} 14.0\n")
                .contains("kafka_streams_process_latency_seconds{client=\"worker-orders\"} 0.75\n")
                .contains("# HELP kafka_consumer_lag_records " + KafkaFigure.CONSUMER_LAG.help());
    }

    @Test
    void a_topic_that_kafka_names_twice_counts_once() {
        // Given
        figure("consumer-fetch-manager-metrics", "records-consumed-total", 9.0, "topic", "invites.dead-letters");
        figure("consumer-fetch-manager-metrics", "records-consumed-total", 9.0, "topic", "invites_dead-letters");
        figure("consumer-fetch-manager-metrics", "records-consumed-total", 20.0);

        // When
        metrics.kafka().watch("ingress-feeds", () -> figures);

        // Then
        assertThat(metrics.scrape().lines().filter(line -> line.startsWith("kafka_consumer_records_total")))
                .containsExactly(
                        "kafka_consumer_records_total{client=\"ingress-feeds\",topic=\"invites.dead-letters\"} 9.0");
    }

    @Test
    void what_is_not_catalogued_and_what_cannot_be_read_now_is_left_out() {
        // Given
        figure("consumer-metrics", "io-ratio", 1.0);
        figure("stream-state-metrics", "estimate-num-keys", 5.0, "rocksdb-state-id", "rooms", "task-id", "0_1");
        figures.put(name("stream-state-metrics", "estimate-num-keys", "rocksdb-state-id", "rooms"), closing());

        // When
        metrics.kafka().watch("topology", () -> figures);

        // Then
        assertThat(metrics.scrape().lines().filter(line -> !line.startsWith("#")))
                .containsExactly("kafka_streams_store_keys{client=\"topology\",store=\"rooms\"} 5.0");
    }

    private void figure(String group, String name, double value, String... tags) {
        MetricName metricName = name(group, name, tags);
        figures.put(metricName, metric(metricName, value));
    }

    private static MetricName name(String group, String name, String... tags) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("client-id", "some-client"));
        for (int i = 0; i < tags.length; i += 2) {
            all.put(tags[i], tags[i + 1]);
        }
        return new MetricName(name, group, "", all);
    }

    private static Metric metric(MetricName name, double value) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        };
    }

    private static Metric closing() {
        return new Metric() {
            @Override
            public MetricName metricName() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Object metricValue() {
                throw new KafkaException("the store is closed");
            }
        };
    }
}
