package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.kit.clock.ClockWatch;
import io.vestibule.topology.ReadyRecords;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class PollCountTest {

    private final ReadyRecords ready = new ReadyRecords(() -> 0);
    private final Properties keys = new Properties();

    @Test
    void records_of_one_poll_share_a_transaction() {
        // Given
        PollCount.show(keys, ready);
        PollCount count = new PollCount();
        count.configure(consumerKeys());

        // When
        ConsumerRecords<byte[], byte[]> polled = records(2);
        ConsumerRecords<byte[], byte[]> handedOn = count.onConsume(polled);

        // Then
        assertThat(handedOn).isSameAs(polled);
        assertThat(ready.isLast(true)).isFalse();
        assertThat(ready.isLast(false)).isTrue();
        count.close();
    }

    @Test
    void it_stands_behind_those_that_look_at_records_already() {
        // Given
        ReadStamps.show(keys, ClockWatch.logging(InstantSource.system()));

        // When
        PollCount.show(keys, ready);

        // Then
        assertThat(consumerKeys())
                .containsEntry("interceptor.classes", ReadStamps.class.getName() + "," + PollCount.class.getName());
    }

    private Map<String, Object> consumerKeys() {
        keys.put(StreamsConfig.APPLICATION_ID_CONFIG, "polls");
        keys.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        return new StreamsConfig(keys).getMainConsumerConfigs("polls", "polls-1", 0);
    }

    private static ConsumerRecords<byte[], byte[]> records(int count) {
        TopicPartition partition = new TopicPartition("invites.commands", 0);
        ConsumerRecord<byte[], byte[]> each = new ConsumerRecord<>(partition.topic(), 0, 0, new byte[0], new byte[0]);
        return new ConsumerRecords<>(Map.of(partition, Collections.nCopies(count, each)), Map.of());
    }
}
