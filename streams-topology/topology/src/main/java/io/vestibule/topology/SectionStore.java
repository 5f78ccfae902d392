package io.vestibule.topology;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Reads and writes one section of a task's store. Used by the task's thread alone. */
final class SectionStore extends SectionView {

    private final KeyValueStore<Bytes, byte[]> store;

    SectionStore(KeyValueStore<Bytes, byte[]> store, Section section) {
        super(store, section);
        this.store = store;
    }

    void put(Bytes key, byte[] value) {
        store.put(stored(key), value);
    }

    void delete(Bytes key) {
        store.delete(stored(key));
    }
}
