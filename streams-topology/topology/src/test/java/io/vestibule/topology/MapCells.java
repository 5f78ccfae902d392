package io.vestibule.topology;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** The content of stores in memory. */
final class MapCells implements LedgerFold.Cells {

    private final Map<Section, TreeMap<Bytes, byte[]>> stores = new EnumMap<>(Section.class);
    private final Set<Bytes> marks = new HashSet<>();

    @Override
    public byte @Nullable [] get(Section section, byte[] key) {
        return of(section).get(Bytes.wrap(key));
    }

    @Override
    public void put(Section section, byte[] key, byte @Nullable [] value) {
        if (value == null) {
            of(section).remove(Bytes.wrap(key));
        } else {
            of(section).put(Bytes.wrap(key), value);
        }
    }

    @Override
    public void forEach(Section section, byte[] prefix, BiConsumer<byte[], byte[]> entry) {
        of(section).forEach((key, value) -> {
            if (Arrays.equals(Arrays.copyOf(key.get(), prefix.length), prefix)) {
                entry.accept(key.get(), value);
            }
        });
    }

    @Override
    public void mark(byte[] record) {
        marks.add(Bytes.wrap(record));
    }

    @Override
    public boolean isMarked(byte[] record) {
        return marks.contains(Bytes.wrap(record));
    }

    void drop(Section section) {
        stores.remove(section);
    }

    private TreeMap<Bytes, byte[]> of(Section section) {
        return stores.computeIfAbsent(section, name -> new TreeMap<>());
    }

    /** Everything, so that a difference can be read. */
    Map<String, Map<String, String>> text() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (Section section : Section.values()) {
            Map<String, String> held = new TreeMap<>();
            forEach(section, (key, value) -> held.put(text(key), text(value)));
            all.put(section.label(), held);
        }
        return all;
    }

    /** Text where it is readable, hexadecimal digits elsewhere. */
    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : Arrays.copyOf(bytes, bytes.length)) {
            text.append(
                    each >= ' ' && each <= '~'
                            ? String.valueOf((char) each)
                            : "<" + HexFormat.of().toHexDigits(each) + ">");
        }
        return text.toString();
    }
}
