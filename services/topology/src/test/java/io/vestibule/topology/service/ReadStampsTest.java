package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.clock.ClockWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadStampsTest {

    private static final long NOW = 1_795_187_105_527L;
    private static final long HOUR = 3_600_000;
    private static final TopicPartition PARTITION = new TopicPartition("invites.received", 0);

    private final List<Long> alarms = new ArrayList<>();
    private final ClockWatch clocks = new ClockWatch(() -> Instant.ofEpochMilli(NOW), alarms::add);
    private final ReadStamps stamps = new ReadStamps();

    @BeforeEach
    void asKafkaStreamsMakesIt() {
        Properties keys = new Properties();
        ReadStamps.show(keys, clocks);
        stamps.configure(consumerKeys(keys));
    }

    @AfterEach
    void stop() {
        stamps.close();
    }

    @Test
    void a_stamp_of_the_future_shows_that_our_clock_is_behind() {
        // Given
        ConsumerRecords<byte[], byte[]> records = records(
                stamped(NOW - HOUR, TimestampType.LOG_APPEND_TIME), stamped(NOW + HOUR, TimestampType.LOG_APPEND_TIME));

        // When
        ConsumerRecords<byte[], byte[]> handedOn = stamps.onConsume(records);

        // Then
        assertThat(handedOn).isSameAs(records);
        assertThat(clocks.secondsAhead()).isEqualTo(-3600);
        assertThat(alarms).containsExactly(-3600L);
    }

    @Test
    void times_that_no_broker_stamped_are_not_looked_at() {
        // When
        stamps.onConsume(records(stamped(NOW + HOUR, TimestampType.CREATE_TIME)));

        // Then
        assertThat(clocks.secondsAhead()).isNaN();
        assertThat(alarms).isEmpty();
    }

    @Test
    void interceptors_of_the_deployment_stay() {
        // Given
        Properties keys = new Properties();
        keys.put("interceptor.classes", "example.Theirs");

        // When
        ReadStamps.show(keys, clocks);

        // Then
        assertThat(consumerKeys(keys))
                .containsEntry("interceptor.classes", "example.Theirs," + ReadStamps.class.getName());
    }

    private static Map<String, Object> consumerKeys(Properties keys) {
        keys.put(StreamsConfig.APPLICATION_ID_CONFIG, "stamps");
        keys.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        return new StreamsConfig(keys).getMainConsumerConfigs("stamps", "stamps-1", 0);
    }

    private static ConsumerRecord<byte[], byte[]> stamped(long stamp, TimestampType type) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                0,
                0,
                stamp,
                type,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }

    @SafeVarargs
    private static ConsumerRecords<byte[], byte[]> records(ConsumerRecord<byte[], byte[]>... read) {
        return new ConsumerRecords<>(Map.of(PARTITION, List.of(read)), Map.of());
    }
}
