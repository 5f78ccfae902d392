package io.vestibule.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * All that one input changes, as bytes: made completely before any of it is done. Once {@link #apply} has begun, a failure
 * must stop the thread, so that the transaction takes everything back.
 */
final class Effects {

    private final List<Write> writes = new ArrayList<>();
    private final List<Send> sends = new ArrayList<>();
    private boolean awaited;
    private byte @Nullable [] traceparent;

    @SuppressWarnings("ArrayRecordComponent")
    private record Write(SectionStore store, Bytes key, byte @Nullable [] value) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Send(String sink, byte @Nullable [] key, byte @Nullable [] value) {}

    void put(SectionStore store, Bytes key, byte[] value) {
        writes.add(new Write(store, key, value));
    }

    void delete(SectionStore store, Bytes key) {
        writes.add(new Write(store, key, null));
    }

    /** Before all other writes, one of which may put the key back. */
    void deleteFirst(SectionStore store, Bytes key) {
        writes.addFirst(new Write(store, key, null));
    }

    /** Nothing came of the input. */
    boolean isStuck() {
        return writes.isEmpty();
    }

    void send(String sink, byte @Nullable [] key, byte @Nullable [] value) {
        sends.add(new Send(sink, key, value));
    }

    /** Somebody waits: the transaction is to end soon. */
    void await() {
        this.awaited = true;
    }

    boolean isAwaited() {
        return awaited;
    }

    /** What follows carries this header; null for none. */
    void carry(byte @Nullable [] header) {
        this.traceparent = header;
    }

    void apply(ProcessorContext<byte[], byte[]> context, Schedule schedule, Instant now) {
        if (!writes.isEmpty()) {
            put(context.getStateStore(Nodes.MEMORY), schedule);
        }
        for (Send send : sends) {
            context.forward(record(send, now), send.sink());
        }
    }

    /** At once: a write by itself costs RocksDB nearly as much as all of them. */
    private void put(KeyValueStore<Bytes, byte[]> memory, Schedule schedule) {
        List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>(writes.size());
        writes.forEach(write -> entries.add(write.store().entry(write.key(), write.value())));
        memory.putAll(entries);
        writes.forEach(write -> schedule.written(write.store(), write.key(), write.value()));
    }

    private Record<byte[], byte[]> record(Send send, Instant now) {
        Record<byte[], byte[]> plain = new Record<>(send.key(), send.value(), now.toEpochMilli());
        return traceparent == null
                ? plain
                : plain.withHeaders(new RecordHeaders().add(DecisionTracer.HEADER, traceparent));
    }
}
