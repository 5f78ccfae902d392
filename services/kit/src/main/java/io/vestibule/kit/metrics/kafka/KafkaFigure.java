package io.vestibule.kit.metrics.kafka;

import java.util.List;

/** Every figure of Kafka's clients that is exposed. The first label is always {@code client}, the role of the client. */
public enum KafkaFigure {
    CONSUMER_LAG(
            "kafka_consumer_lag_records",
            Kind.SUM,
            Source.of("consumer-fetch-manager-metrics", "records-lag", "topic", "partition"),
            "Records that have been written and not been read yet, of the partitions that the client has."),
    CONSUMER_RECORDS(
            "kafka_consumer_records_total",
            Kind.TOTAL,
            Source.of("consumer-fetch-manager-metrics", "records-consumed-total", "topic"),
            "Records read."),
    CONSUMER_BYTES(
            "kafka_consumer_bytes_total",
            Kind.TOTAL,
            Source.of("consumer-fetch-manager-metrics", "bytes-consumed-total", "topic"),
            "Bytes read."),
    CONSUMER_PARTITIONS(
            "kafka_consumer_assigned_partitions",
            Kind.SUM,
            Source.of("consumer-coordinator-metrics", "assigned-partitions"),
            "Partitions that the client has in its group."),
    CONSUMER_REBALANCES(
            "kafka_consumer_rebalances_total",
            Kind.TOTAL,
            Source.of("consumer-coordinator-metrics", "rebalance-total"),
            "Rebalances of its group."),
    CONSUMER_REBALANCES_FAILED(
            "kafka_consumer_failed_rebalances_total",
            Kind.TOTAL,
            Source.of("consumer-coordinator-metrics", "failed-rebalance-total"),
            "Rebalances of its group that failed."),
    PRODUCER_RECORDS(
            "kafka_producer_records_total",
            Kind.TOTAL,
            Source.of("producer-topic-metrics", "record-send-total", "topic"),
            "Records written."),
    PRODUCER_BYTES(
            "kafka_producer_bytes_total",
            Kind.TOTAL,
            Source.of("producer-topic-metrics", "byte-total", "topic"),
            "Bytes written, compressed where they are."),
    PRODUCER_ERRORS(
            "kafka_producer_errors_total",
            Kind.TOTAL,
            Source.of("producer-topic-metrics", "record-error-total", "topic"),
            "Records that could not be written."),
    PRODUCER_RETRIES(
            "kafka_producer_retries_total",
            Kind.TOTAL,
            Source.of("producer-topic-metrics", "record-retry-total", "topic"),
            "Records that were sent again."),
    PRODUCER_LATENCY(
            "kafka_producer_request_latency_seconds",
            Kind.WORST_MILLISECONDS,
            Source.of("producer-metrics", "request-latency-avg"),
            "Mean time of a request to the brokers over the last minute, of the slowest producer."),
    STREAMS_THREADS(
            "kafka_streams_alive_threads",
            Kind.SUM,
            Source.of("stream-metrics", "alive-stream-threads"),
            "Stream threads that run or take part in a rebalance."),
    STREAMS_THREADS_FAILED(
            "kafka_streams_failed_threads_total",
            Kind.TOTAL,
            Source.of("stream-metrics", "failed-stream-threads"),
            "Stream threads that have failed since the start."),
    STREAMS_PROCESSED(
            "kafka_streams_processed_records_total",
            Kind.TOTAL,
            Source.of("stream-thread-metrics", "process-total"),
            "Records processed, repartitioned ones twice."),
    STREAMS_PROCESS_LATENCY(
            "kafka_streams_process_latency_seconds",
            Kind.WORST_MILLISECONDS,
            Source.of("stream-thread-metrics", "process-latency-avg"),
            "Mean time to process a record over the last minute, of the slowest thread."),
    STREAMS_COMMITS(
            "kafka_streams_commits_total",
            Kind.TOTAL,
            Source.of("stream-thread-metrics", "commit-total"),
            "Transactions committed, empty ones included."),
    STREAMS_COMMIT_LATENCY(
            "kafka_streams_commit_latency_seconds",
            Kind.WORST_MILLISECONDS,
            Source.of("stream-thread-metrics", "commit-latency-avg"),
            "Mean time of a commit over the last minute, of the slowest thread."),
    STREAMS_POLL_LATENCY(
            "kafka_streams_poll_latency_seconds",
            Kind.WORST_MILLISECONDS,
            Source.of("stream-thread-metrics", "poll-latency-avg"),
            "Mean time of a poll over the last minute, of the slowest thread."),
    STREAMS_PUNCTUATE_LATENCY(
            "kafka_streams_punctuate_latency_seconds",
            Kind.WORST_MILLISECONDS,
            Source.of("stream-thread-metrics", "punctuate-latency-avg"),
            "Mean time of a look for due work over the last minute, of the slowest thread."),
    STREAMS_TASKS_CREATED(
            "kafka_streams_created_tasks_total",
            Kind.TOTAL,
            Source.of("stream-thread-metrics", "task-created-total"),
            "Tasks taken up."),
    STREAMS_DROPPED(
            "kafka_streams_dropped_records_total",
            Kind.TOTAL,
            Source.of("stream-task-metrics", "dropped-records-total"),
            "Records that Kafka Streams dropped by itself."),
    STREAMS_TO_RESTORE(
            "kafka_streams_restore_remaining_records",
            Kind.SUM,
            Source.of("stream-task-metrics", "restore-remaining-records-total"),
            "Records that are still to be restored before their tasks run."),
    STREAMS_RESTORED(
            "kafka_streams_restored_records_total",
            Kind.TOTAL,
            Source.of("stream-task-metrics", "restore-total"),
            "Records restored into stores."),
    STREAMS_RESTORING(
            "kafka_streams_restoring_tasks",
            Kind.SUM,
            Source.of("stream-state-updater-metrics", "active-restoring-tasks"),
            "Tasks whose stores are being restored."),
    STREAMS_STANDBYS(
            "kafka_streams_standby_tasks",
            Kind.SUM,
            Source.of("stream-state-updater-metrics", "standby-updating-tasks"),
            "Tasks of other instances of which a warm copy is kept here."),
    STORE_KEYS(
            "kafka_streams_store_keys",
            Kind.SUM,
            Source.of("stream-state-metrics", "estimate-num-keys", "rocksdb-state-id"),
            "Keys in a store, estimated; overwritten ones count until they are compacted."),
    STORE_FILES(
            "kafka_streams_store_files_bytes",
            Kind.SUM,
            Source.of("stream-state-metrics", "total-sst-files-size", "rocksdb-state-id"),
            "Bytes of a store's files."),
    STORE_BUFFERS(
            "kafka_streams_store_buffers_bytes",
            Kind.SUM,
            Source.of("stream-state-metrics", "size-all-mem-tables", "rocksdb-state-id"),
            "Native memory of a store's write buffers."),
    STORE_CACHE(
            "kafka_streams_store_cache_bytes",
            Kind.WORST,
            Source.of("stream-state-metrics", "block-cache-usage"),
            "Native memory of the cache that all stores share."),
    STORE_ERRORS(
            "kafka_streams_store_background_errors_total",
            Kind.TOTAL,
            Source.of("stream-state-metrics", "background-errors"),
            "Errors of the stores' background work, which make a store read-only.");

    /** What becomes of the values of one label set. */
    public enum Kind {
        /** A count that only grows; values are added. */
        TOTAL,
        /** A gauge; values are added. */
        SUM,
        /** A gauge; the greatest value counts. */
        WORST,
        /** The same for milliseconds, exposed in seconds. */
        WORST_MILLISECONDS
    }

    /** The tag of Kafka's that a store's name stands in, and the label that is made of it. */
    private static final String STORE_TAG = "rocksdb-state-id";

    /** Kafka's name for a figure, and the tags by which it is told from other figures of that name. */
    private record Source(String group, String name, List<String> tags) {

        static Source of(String group, String name, String... tags) {
            return new Source(group, name, List.of(tags));
        }
    }

    private final String id;
    private final Kind kind;
    private final Source source;
    private final String help;

    KafkaFigure(String id, Kind kind, Source source, String help) {
        this.id = id;
        this.kind = kind;
        this.source = source;
        this.help = help;
    }

    /** @return the whole name in Prometheus */
    public String id() {
        return id;
    }

    /** @return how it is folded */
    public Kind kind() {
        return kind;
    }

    /** @return one sentence for the reader of a dashboard */
    public String help() {
        return help;
    }

    /** @return whether it only grows */
    public boolean isCounter() {
        return kind == Kind.TOTAL;
    }

    /** @return the names of its labels: {@code client}, and {@code topic} or {@code store} where it has one */
    public List<String> labels() {
        return tag().isEmpty() ? List.of("client") : List.of("client", tag().equals(STORE_TAG) ? "store" : tag());
    }

    String group() {
        return source.group();
    }

    String sourceName() {
        return source.name();
    }

    /** The tags that a value must have to be one of this figure. */
    List<String> sourceTags() {
        return source.tags();
    }

    /** The tag that becomes the second label; empty for none. */
    String tag() {
        return source.tags().isEmpty() ? "" : source.tags().getFirst();
    }

    double scale() {
        return kind == Kind.WORST_MILLISECONDS ? 0.001 : 1;
    }
}
