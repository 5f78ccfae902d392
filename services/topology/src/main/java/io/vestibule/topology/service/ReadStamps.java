package io.vestibule.topology.service;

import io.vestibule.kit.clock.ClockWatch;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Shows a {@link ClockWatch} what brokers stamped, of the records that the topology reads: what it writes has times of its own.
 * Made by Kafka, once for each stream thread.
 */
public final class ReadStamps implements ConsumerInterceptor<byte[], byte[]> {

    private static final String WATCH = "vestibule.clock.watch";

    private @Nullable ClockWatch clocks;

    /** Has every stream thread of an application show what it reads, after those that the deployment has look at it. */
    static void show(Properties keys, ClockWatch clocks) {
        Object others = keys.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        String ours = ReadStamps.class.getName();
        keys.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                others == null ? ours : others + "," + ours);
        keys.put(StreamsConfig.mainConsumerPrefix(WATCH), clocks);
    }

    @Override
    public void configure(Map<String, ?> keys) {
        clocks = (ClockWatch) keys.get(WATCH);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        StreamSupport.stream(records.spliterator(), false)
                .filter(read -> read.timestampType() == TimestampType.LOG_APPEND_TIME)
                .mapToLong(ConsumerRecord::timestamp)
                .max()
                .ifPresent(Objects.requireNonNull(clocks)::read);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
