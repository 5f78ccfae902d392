package io.vestibule.topology;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads one section of a task's store, and says what to write into it. Used by the task's thread alone. */
final class SectionStore extends SectionView {

    SectionStore(KeyValueStore<Bytes, byte[]> store, Section section) {
        super(store, section);
    }

    /**
     * @param value null takes the key away
     * @return what {@link KeyValueStore#putAll} is to be given
     */
    KeyValue<Bytes, byte[]> entry(Bytes key, byte @Nullable [] value) {
        return KeyValue.pair(stored(key), value);
    }
}
