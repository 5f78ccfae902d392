package io.vestibule.standalone.deploy;

import static io.vestibule.standalone.deploy.Panel.graph;

import io.vestibule.standalone.deploy.Dashboard.Row;

/** The rows of the dashboard of Kafka Streams. */
final class StreamsRows {

    private static final String RATE = "[$__rate_interval]";

    private StreamsRows() {}

    static Row threads() {
        return Row.of(
                "Threads",
                graph("Alive", "none", "").line("sum by (instance) (kafka_streams_alive_threads)", "{{instance}}"),
                graph("Failed", "none", "Since the start of the process.")
                        .line("sum by (instance) (kafka_streams_failed_threads_total)", "{{instance}}"),
                graph("Tasks taken up", "ops", "")
                        .line(
                                "sum by (instance) (rate(kafka_streams_created_tasks_total" + RATE + "))",
                                "{{instance}}"),
                graph("Dropped records", "ops", "By Kafka Streams itself; always 0.")
                        .line(
                                "sum by (instance) (rate(kafka_streams_dropped_records_total" + RATE + "))",
                                "{{instance}}"));
    }

    static Row pace() {
        return Row.of(
                "Pace",
                graph("Processed", "ops", "Records, repartitioned ones twice.")
                        .line(
                                "sum by (instance) (rate(kafka_streams_processed_records_total" + RATE + "))",
                                "{{instance}}"),
                graph("Transactions", "ops", "Commits, empty ones included.")
                        .line("sum by (instance) (rate(kafka_streams_commits_total" + RATE + "))", "{{instance}}"),
                graph("Means", "s", "Mean times of the last minute, of the slowest thread anywhere.")
                        .line("max(kafka_streams_process_latency_seconds)", "process")
                        .line("max(kafka_streams_commit_latency_seconds)", "commit")
                        .line("max(kafka_streams_punctuate_latency_seconds)", "due work")
                        .line("max(kafka_streams_poll_latency_seconds)", "poll"));
    }

    static Row restoring() {
        return Row.of(
                "Restoring",
                graph("Tasks being restored", "none", "")
                        .line("sum by (instance) (kafka_streams_restoring_tasks)", "{{instance}}"),
                graph("Records to restore", "none", "")
                        .line("sum by (instance) (kafka_streams_restore_remaining_records)", "{{instance}}"),
                graph("Restored", "ops", "Records a second.")
                        .line(
                                "sum by (instance) (rate(kafka_streams_restored_records_total" + RATE + "))",
                                "{{instance}}"),
                graph("Warm copies", "none", "Tasks of other instances.")
                        .line("sum by (instance) (kafka_streams_standby_tasks)", "{{instance}}"));
    }

    static Row stores() {
        return Row.of(
                "Stores",
                graph("Keys", "none", "Estimated.").line("sum by (store) (kafka_streams_store_keys)", "{{store}}"),
                graph("Files", "bytes", "").line("sum by (store) (kafka_streams_store_files_bytes)", "{{store}}"),
                graph("Write buffers", "bytes", "Native memory.")
                        .line("sum by (store) (kafka_streams_store_buffers_bytes)", "{{store}}"),
                graph("Cache", "bytes", "Native memory that all stores of an instance share.")
                        .line("max by (instance) (kafka_streams_store_cache_bytes)", "{{instance}}"));
    }

    static Row clients() {
        return Row.of(
                "Clients",
                graph("Lag", "none", "Records that wait, by topic, internal topics included.")
                        .line("sum by (topic) (kafka_consumer_lag_records{client=\"topology\"})", "{{topic}}"),
                graph("Requests to the brokers", "s", "Mean time of a producer's request over the last minute.")
                        .line("max by (client) (kafka_producer_request_latency_seconds)", "{{client}}"),
                graph("Rebalances", "ops", "")
                        .line("sum by (client) (rate(kafka_consumer_rebalances_total" + RATE + "))", "{{client}}"),
                graph("Not written, and sent again", "ops", "Records that producers gave up on or repeated.")
                        .line("sum by (client) (rate(kafka_producer_errors_total" + RATE + "))", "{{client}} given up")
                        .line(
                                "sum by (client) (rate(kafka_producer_retries_total" + RATE + "))",
                                "{{client}} repeated"));
    }
}
