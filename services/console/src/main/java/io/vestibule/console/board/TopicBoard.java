package io.vestibule.console.board;

import io.vestibule.client.ClientSettings;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much comes by each topic, and how far behind the groups are that read it. Asks the broker every two seconds, on a thread
 * of its own. Markers of transactions count as records. Thread-safe.
 */
public final class TopicBoard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicBoard.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final long PATIENCE_SECONDS = 10;
    private static final double NANOS = 1e9;

    private record Figures(long records, double perSecond, Map<String, Long> lags) {}

    private final Admin admin;
    private final List<String> groups;
    private final List<String> topics;
    private final Thread thread;
    private List<TopicPartition> partitions = List.of();
    private Map<String, Long> before = Map.of();
    private long beforeAt;
    private volatile Map<String, Figures> figures = Map.of();

    /** @param groups the consumer groups whose lag is told */
    public TopicBoard(ClientSettings settings, List<String> groups) {
        this.groups = List.copyOf(groups);
        this.topics = Topics.all().stream()
                .map(topic -> topic.prefixed(settings.topicPrefix()))
                .map(Topic::name)
                .toList();
        this.admin = Admin.create(settings.kafka());
        this.thread = Thread.ofVirtual().name("vestibule-topic-board").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            if (partitions.isEmpty()) {
                partitions = partitions();
            }
            Map<TopicPartition, Long> ends = ends();
            long now = System.nanoTime();
            Map<String, Long> records = ends.entrySet().stream()
                    .collect(Collectors.groupingBy(
                            end -> end.getKey().topic(), TreeMap::new, Collectors.summingLong(Map.Entry::getValue)));
            Map<String, Map<String, Long>> lags = lags(ends);
            Map<String, Figures> next = new TreeMap<>();
            records.forEach((topic, count) ->
                    next.put(topic, new Figures(count, rate(topic, count, now), lags.getOrDefault(topic, Map.of()))));
            figures = next;
            before = records;
            beforeAt = now;
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            log.atDebug().setCause(away).log("the broker does not tell how far topics reach");
        }
    }

    private double rate(String topic, long count, long now) {
        Long earlier = before.get(topic);
        return earlier == null ? 0 : (count - earlier) * NANOS / Math.max(1, now - beforeAt);
    }

    private List<TopicPartition> partitions() throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> described =
                admin.describeTopics(topics).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return described.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, each -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> told =
                admin.listOffsets(latest).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        told.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private Map<String, Map<String, Long>> lags(Map<TopicPartition, Long> ends)
            throws InterruptedException, TimeoutException {
        Map<String, Map<String, Long>> lags = new HashMap<>();
        for (String group : groups) {
            try {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                committed.forEach((partition, offset) -> {
                    Long end = ends.get(partition);
                    if (end != null && offset != null) {
                        lags.computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                                .merge(group, Math.max(0, end - offset.offset()), Long::sum);
                    }
                });
            } catch (ExecutionException unknown) {
                log.atDebug().addKeyValue("group", group).setCause(unknown).log("a group's offsets are not known");
            }
        }
        return lags;
    }

    /** Writes an array of topics by name. */
    public void writeTo(JsonWriter json) {
        json.beginArray();
        figures.forEach((topic, known) -> {
            json.beginObject().field("topic", topic).field("records", known.records());
            json.name("per_second")
                    .raw(String.format(Locale.ROOT, "%.1f", known.perSecond()).getBytes(StandardCharsets.US_ASCII));
            json.name("lag").beginArray();
            known.lags()
                    .forEach((group, lag) -> json.beginObject()
                            .field("group", group)
                            .field("records", lag)
                            .endObject());
            json.endArray().endObject();
        });
        json.endArray();
    }

    @Override
    public void close() {
        thread.interrupt();
        admin.close(Duration.ofSeconds(1));
    }
}
