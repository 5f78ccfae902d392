package io.vestibule.kit.lanes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are ours, what is finished in them, and what to commit.
 *
 * <p>Belongs to the polling thread, except {@link #finished}, which any thread may call.
 */
final class Assignments implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(Assignments.class);

    /** A commit that takes longer is not worth a rebalance or a stop that waits for it: the orders are done again. */
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(3);

    private record Finished(Assignment assignment, long offset) {}

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final Duration unwind;
    private final Map<TopicPartition, Assignment> ours = new HashMap<>();
    private final ConcurrentLinkedQueue<Finished> finished = new ConcurrentLinkedQueue<>();
    private volatile boolean joined;

    Assignments(Consumer<byte[], byte[]> consumer, Lanes lanes, Duration unwind) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.unwind = unwind;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                partitions.isEmpty() ? Map.of() : consumer.committed(Set.copyOf(partitions));
        Map<TopicPartition, Long> ends = partitions.isEmpty() ? Map.of() : consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, Long.MAX_VALUE);
            ours.put(partition, new Assignment(partition, committed.get(partition), end));
        }
        joined = true;
        log.atInfo().addKeyValue("partitions", partitions.size()).log("partitions assigned");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<Assignment> lost = lose(partitions);
        drainFinished();
        lost.forEach(Assignment::lose);
        commitNow(lost);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        lose(partitions).forEach(Assignment::lose);
    }

    /** May be called from any thread: the result of this record is acknowledged. */
    void finished(Assignment assignment, long offset) {
        finished.add(new Finished(assignment, offset));
    }

    /** Brings what was finished by other threads into the windows. */
    void drainFinished() {
        for (Finished next = finished.poll(); next != null; next = finished.poll()) {
            next.assignment().finish(next.offset());
        }
    }

    boolean hasJoined() {
        return joined;
    }

    Collection<Assignment> all() {
        return ours.values();
    }

    @Nullable
    Assignment of(TopicPartition partition) {
        return ours.get(partition);
    }

    void commitAsync() {
        Map<TopicPartition, OffsetAndMetadata> commits = commitsOf(ours.values());
        if (!commits.isEmpty()) {
            consumer.commitAsync(commits, (offsets, failure) -> {
                if (failure != null) {
                    commits.keySet().forEach(this::commitAgain);
                    log.atInfo().setCause(failure).log("commit failed, the next one covers it");
                }
            });
        }
    }

    /** Cancels what still runs, commits what is finished and forgets the partitions: the consumer is about to close. */
    void endAll() {
        onPartitionsRevoked(List.copyOf(ours.keySet()));
    }

    private void commitNow(Collection<Assignment> assignments) {
        Map<TopicPartition, OffsetAndMetadata> commits = commitsOf(assignments);
        if (commits.isEmpty()) {
            return;
        }
        try {
            commitSync(commits);
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (KafkaException notCommitted) {
            log.atWarn().setCause(notCommitted).log("commit failed, finished orders will be done again");
        }
    }

    private void commitSync(Map<TopicPartition, OffsetAndMetadata> commits) {
        try {
            consumer.commitSync(commits, COMMIT_TIMEOUT);
        } catch (WakeupException meantForThePoll) {
            consumer.commitSync(commits, COMMIT_TIMEOUT);
        }
    }

    private void commitAgain(TopicPartition partition) {
        Assignment assignment = ours.get(partition);
        if (assignment != null) {
            assignment.window().commitAgain();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> commitsOf(Collection<Assignment> assignments) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (Assignment assignment : assignments) {
            assignment.takeCommit().ifPresent(commit -> commits.put(assignment.partition(), commit));
        }
        return commits;
    }

    private List<Assignment> lose(Collection<TopicPartition> partitions) {
        List<Assignment> lost = new ArrayList<>();
        List<Thread> unwinding = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Assignment assignment = ours.remove(partition);
            if (assignment != null) {
                lost.add(assignment);
                unwinding.addAll(lanes.cancel(assignment));
            }
        }
        try {
            Lanes.await(unwinding, unwind);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!lost.isEmpty()) {
            log.atInfo()
                    .addKeyValue("partitions", lost.size())
                    .addKeyValue("cancelled", unwinding.size())
                    .log("partitions given up");
        }
        return lost;
    }
}
