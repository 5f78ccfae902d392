package io.vestibule.topology;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A way past the topic that leads a foreign record to its room's task, for records that stand with their room already.
 *
 * @param <V> the topic's value
 */
interface Bypass<V> {

    /** Called before the first record of a task. */
    void init(ProcessorContext<byte[], byte[]> context);

    /** @return the node that decides about the record in the transaction that reads it, or null for the long way */
    @Nullable
    String around(V value, RecordMetadata read);

    /** The long way for all. */
    static <V> Bypass<V> none() {
        return new Bypass<>() {
            @Override
            public void init(ProcessorContext<byte[], byte[]> context) {}

            @Override
            public @Nullable String around(V value, RecordMetadata read) {
                return null;
            }
        };
    }
}
