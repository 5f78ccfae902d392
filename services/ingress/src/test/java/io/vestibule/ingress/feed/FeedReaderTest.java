package io.vestibule.ingress.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.schemas.serde.BadRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a feed, and what is passed over. Kafka's own stand-in holds records back. */
class FeedReaderTest {

    private static final String TOPIC = "feed";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration UNHURRIED = Duration.ofMillis(100);

    private final Brokers brokers = new Brokers();
    private final AtomicInteger unreadable = new AtomicInteger();
    private final List<String> taken = new ArrayList<>();

    /** Brokers that note how long they may take, and how often they are asked where the feed ends. */
    private static final class Brokers extends MockConsumer<String, byte[]> {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean silent;
        private volatile Duration polled = Duration.ZERO;

        private Brokers() {
            super("earliest");
        }

        @Override
        public ConsumerRecords<String, byte[]> poll(Duration timeout) {
            polled = timeout;
            return super.poll(timeout);
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            asked.incrementAndGet();
            if (silent) {
                throw new TimeoutException("no broker answers");
            }
            return super.endOffsets(partitions, timeout);
        }
    }

    @BeforeEach
    void anEmptyFeed() {
        Node[] none = new Node[0];
        brokers.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, none, none)));
        brokers.updateBeginningOffsets(Map.of(PARTITION, 0L));
        brokers.updateEndOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void a_record_that_cannot_be_read_is_passed_over_and_counted() {
        try (FeedReader<String> feed = follow()) {
            // Given
            assertThat(feed.awaitRead(Duration.ofSeconds(10))).isTrue();
            brokers.updateEndOffsets(Map.of(PARTITION, 3L));

            // When
            comes(0, "one");
            comes(1, "junk");
            comes(2, "two");

            // Then
            assertThat(feed.awaitEnd(Duration.ofSeconds(10))).isTrue();
            assertThat(taken).containsExactly("one", "two");
            assertThat(unreadable).hasValue(1);
            assertThat(feed.isFailing()).isFalse();
        }
    }

    @Test
    void nobody_is_hurried_for_one_whose_patience_has_ended() {
        try (FeedReader<String> feed = follow()) {
            // Given
            assertThat(feed.awaitRead(Duration.ofSeconds(10))).isTrue();
            brokers.updateEndOffsets(Map.of(PARTITION, 1L));

            // When
            boolean reached = feed.awaitEnd(PATIENCE);

            // Then
            assertThat(reached).isFalse();
            await().until(() -> brokers.polled.compareTo(UNHURRIED) > 0);
        }
    }

    @Test
    void nobody_is_asked_for_one_whose_patience_ended_while_no_broker_answered() {
        try (FeedReader<String> feed = follow()) {
            // Given
            assertThat(feed.awaitRead(Duration.ofSeconds(10))).isTrue();
            brokers.silent = true;

            // When
            boolean reached = feed.awaitEnd(PATIENCE);
            int asked = brokers.asked.get();
            brokers.silent = false;

            // Then
            assertThat(reached).isFalse();
            await().until(() -> !feed.isFailing());
            assertThat(brokers.asked).hasValue(asked);
        }
    }

    @Test
    void one_whose_patience_ends_at_a_start_leaves_the_others_waiting() {
        // Given
        brokers.updateEndOffsets(Map.of(PARTITION, 1L));
        try (FeedReader<String> feed = follow()) {
            // When
            boolean reached = feed.awaitRead(PATIENCE);
            boolean read = feed.isRead();
            comes(0, "one");

            // Then
            assertThat(reached).isFalse();
            assertThat(read).isFalse();
            assertThat(feed.awaitRead(Duration.ofSeconds(10))).isTrue();
            assertThat(taken).containsExactly("one");
        }
    }

    private FeedReader<String> follow() {
        Deserializer<String> deserializer = (topic, bytes) -> {
            String text = new String(bytes, UTF_8);
            if (text.equals("junk")) {
                throw new BadRecordException("not a record of " + topic);
            }
            return text;
        };
        return new Feed<>(TOPIC, deserializer, () -> brokers, unreadable::incrementAndGet)
                .follow((key, value) -> taken.add(value));
    }

    private void comes(long offset, String value) {
        brokers.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, "key", value.getBytes(UTF_8)));
    }
}
