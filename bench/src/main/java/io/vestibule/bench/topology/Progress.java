package io.vestibule.bench.topology;

import io.vestibule.bench.WrongResultException;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the topology has come, by its committed offsets. Not thread-safe. */
final class Progress implements AutoCloseable {

    private static final String GROUP = "vestibule-topology";
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Admin admin;

    Progress(String bootstrap) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    /** Waits until every invite that stands on the topic is decided and committed. */
    void awaitAllDecided() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = ends(Topics.INVITES_RECEIVED.name());
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        while (!areReached(ends)) {
            WrongResultException.unless(System.nanoTime() < giveUpAt, "the topology does not come to its inputs' end");
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** Waits until so many instances have partitions to work on. */
    void awaitMembers(int members) throws ExecutionException, InterruptedException {
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        while (working() < members) {
            WrongResultException.unless(System.nanoTime() < giveUpAt, "the instances do not share the partitions");
            Thread.sleep(LOOK_EVERY);
        }
    }

    private long working() throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    /** @return the end of each partition of a topic */
    Map<TopicPartition, Long> ends(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                        .flatMap(found -> found.partitions().stream())
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(topic, partition.partition()),
                                partition -> OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private boolean areReached(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().filter(end -> end.getValue() > 0).allMatch(end -> {
            OffsetAndMetadata reached = committed.get(end.getKey());
            return reached != null && reached.offset() >= end.getValue();
        });
    }

    @Override
    public void close() {
        admin.close();
    }
}
