package io.vestibule.topology;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads one section of a store, by its own keys. As safe for threads as the store is. */
class SectionView {

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final Section section;

    SectionView(ReadOnlyKeyValueStore<Bytes, byte[]> store, Section section) {
        this.store = store;
        this.section = section;
    }

    byte @Nullable [] get(Bytes key) {
        return store.get(stored(key));
    }

    /** @return what has keys from {@code from} up to and including {@code to}; to be closed */
    KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new Bare(store.range(stored(from), stored(to)));
    }

    /** @return what has keys from {@code from} on; to be closed */
    KeyValueIterator<Bytes, byte[]> from(Bytes from) {
        // The upper end is within the range, and no key is as short as it.
        return new Bare(store.range(stored(from), Bytes.wrap(section.end())));
    }

    /** @return what has keys that begin so; to be closed */
    KeyValueIterator<Bytes, byte[]> beginningWith(byte[] prefix) {
        return new Bare(store.prefixScan(section.stored(prefix), (topic, bytes) -> bytes));
    }

    /** @return everything; to be closed */
    KeyValueIterator<Bytes, byte[]> all() {
        return beginningWith(new byte[0]);
    }

    final Bytes stored(Bytes key) {
        return Bytes.wrap(section.stored(key.get()));
    }

    /** The same with the section's own keys. */
    private record Bare(KeyValueIterator<Bytes, byte[]> found) implements KeyValueIterator<Bytes, byte[]> {

        @Override
        public boolean hasNext() {
            return found.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            KeyValue<Bytes, byte[]> next = found.next();
            return KeyValue.pair(bare(next.key), next.value);
        }

        @Override
        public Bytes peekNextKey() {
            return bare(found.peekNextKey());
        }

        @Override
        public void close() {
            found.close();
        }

        private static Bytes bare(Bytes stored) {
            return Bytes.wrap(Section.bare(stored.get()));
        }
    }
}
