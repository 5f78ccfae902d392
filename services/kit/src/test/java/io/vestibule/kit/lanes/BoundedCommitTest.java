package io.vestibule.kit.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BoundedCommitTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    /** A broker that answers no commit. */
    private static final class Silent extends MockConsumer<byte[], byte[]> {

        final List<Duration> waits = new ArrayList<>();

        Silent() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            throw new AssertionError("a commit that waits for as long as it takes");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            waits.add(timeout);
            throw new TimeoutException("no answer");
        }
    }

    @Test
    void partitions_that_are_given_up_wait_for_their_last_commit_a_few_seconds_at_most() {
        // Given
        Silent consumer = new Silent();
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 10L));
        Assignments assignments = new Assignments(consumer, new Lanes(1, 1), Duration.ofSeconds(1));
        assignments.onPartitionsAssigned(List.of(PARTITION));
        Assignment ours = assignments.of(PARTITION);
        ours.window().arrived(0);
        assignments.finished(ours, 0);
        // When
        assignments.onPartitionsRevoked(List.of(PARTITION));
        // Then
        assertThat(consumer.waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(5)));
        assertThat(assignments.all()).isEmpty();
    }
}
