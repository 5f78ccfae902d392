package io.vestibule.topology.service;

import io.vestibule.topology.ReadyRecords;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** Tells {@link ReadyRecords} of what the stream threads poll. Made by Kafka, once for each stream thread. */
public final class PollCount implements ConsumerInterceptor<byte[], byte[]> {

    private static final String READY = "vestibule.ready.records";

    private @Nullable ReadyRecords ready;

    /** Has every stream thread of an application tell what it polls, after those that look at it already. */
    static void show(Properties keys, ReadyRecords ready) {
        String list = StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        Object others = keys.getOrDefault(list, keys.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG));
        String ours = PollCount.class.getName();
        keys.put(list, others == null ? ours : others + "," + ours);
        keys.put(StreamsConfig.mainConsumerPrefix(READY), ready);
    }

    @Override
    public void configure(Map<String, ?> keys) {
        ready = (ReadyRecords) keys.get(READY);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Objects.requireNonNull(ready).polled(records.count());
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
