package io.vestibule.topology;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the newest namespaces of each application service, byte for byte as published. */
final class ClaimsProcessor implements Processor<Bytes, byte[], Void, Void> {

    private KeyValueStore<Bytes, byte[]> claims;

    @SuppressWarnings("NullAway.Init") // Streams calls init before process
    ClaimsProcessor() {}

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.claims = context.getStateStore(Nodes.APPSERVICES);
    }

    @Override
    public void process(Record<Bytes, byte[]> claimed) {
        @Nullable Bytes appservice = claimed.key();
        if (appservice == null) {
            return; // a compacted topic cannot hold it, and nobody could take it back
        }
        if (claimed.value() == null) {
            claims.delete(appservice);
        } else {
            claims.put(appservice, claimed.value());
        }
    }
}
