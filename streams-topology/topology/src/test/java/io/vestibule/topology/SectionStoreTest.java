package io.vestibule.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SectionStoreTest {

    private static final List<String> KEYS = List.of("\0", "!a:a.example", "!a:a.example\0@bob", "z", "\377\377");

    private final KeyValueStore<Bytes, byte[]> memory = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("memory"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void everySectionHasTheSameKeys() {
        MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
        memory.init(context.getStateStoreContext(), memory);
        for (Section section : Section.values()) {
            memory.putAll(KEYS.stream()
                    .map(key -> of(section).entry(bytes(key), value(section, key)))
                    .toList());
        }
    }

    private SectionStore of(Section section) {
        return new SectionStore(memory, section);
    }

    private static Bytes bytes(String key) {
        return Bytes.wrap(key.getBytes(UTF_8));
    }

    private static byte[] value(Section section, String key) {
        return (section + key).getBytes(UTF_8);
    }

    private static List<String> keys(Section section, KeyValueIterator<Bytes, byte[]> found) {
        List<String> keys = new ArrayList<>();
        try (found) {
            while (found.hasNext()) {
                Bytes next = found.peekNextKey();
                KeyValue<Bytes, byte[]> entry = found.next();
                String key = new String(entry.key.get(), UTF_8);
                assertThat(next).isEqualTo(entry.key);
                assertThat(entry.value).isEqualTo(value(section, key));
                keys.add(key);
            }
        }
        return keys;
    }

    @ParameterizedTest
    @EnumSource
    void a_section_has_its_own_records_and_no_other_s(Section section) {
        // Given
        SectionStore store = of(section);
        // When
        // Then
        assertThat(keys(section, store.all())).containsExactlyElementsOf(KEYS);
        assertThat(keys(section, store.from(bytes("")))).containsExactlyElementsOf(KEYS);
        assertThat(keys(section, store.from(bytes("z")))).containsExactly("z", "\377\377");
        assertThat(keys(section, store.range(bytes("!a:a.example"), bytes("z"))))
                .containsExactly("!a:a.example", "!a:a.example\0@bob", "z");
        assertThat(keys(section, store.beginningWith("!a:a.example".getBytes(UTF_8))))
                .containsExactly("!a:a.example", "!a:a.example\0@bob");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_taken_from_a_section_stays_in_the_others(Section section) {
        // Given
        SectionStore store = of(section);
        // When
        memory.putAll(List.of(store.entry(bytes("z"), null)));
        // Then
        assertThat(store.get(bytes("z"))).isNull();
        assertThat(Arrays.stream(Section.values()).filter(other -> other != section))
                .allSatisfy(other -> assertThat(of(other).get(bytes("z"))).isEqualTo(value(other, "z")));
    }

    @Test
    void a_key_of_the_store_says_whose_it_is() {
        // Given
        byte[] key = "!a:a.example".getBytes(UTF_8);
        // When
        // Then
        assertThat(Section.values()).allSatisfy(section -> {
            assertThat(Section.of(section.stored(key))).contains(section);
            assertThat(Section.bare(section.stored(key))).isEqualTo(key);
        });
        assertThat(Section.of(new byte[0])).isEmpty();
        assertThat(Section.of(new byte[] {0})).isEmpty();
    }
}
