package io.vestibule.topology;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** The content of stores in memory. */
final class MapCells implements LedgerFold.Cells {

    private final Map<String, TreeMap<Bytes, byte[]>> stores = new HashMap<>();

    @Override
    public byte @Nullable [] get(String store, byte[] key) {
        return of(store).get(Bytes.wrap(key));
    }

    @Override
    public void put(String store, byte[] key, byte @Nullable [] value) {
        if (value == null) {
            of(store).remove(Bytes.wrap(key));
        } else {
            of(store).put(Bytes.wrap(key), value);
        }
    }

    @Override
    public void forEach(String store, byte[] prefix, BiConsumer<byte[], byte[]> entry) {
        of(store).forEach((key, value) -> {
            if (Arrays.equals(Arrays.copyOf(key.get(), prefix.length), prefix)) {
                entry.accept(key.get(), value);
            }
        });
    }

    void drop(String store) {
        stores.remove(store);
    }

    private TreeMap<Bytes, byte[]> of(String store) {
        return stores.computeIfAbsent(store, name -> new TreeMap<>());
    }

    /** Everything, so that a difference can be read. */
    Map<String, Map<String, String>> text() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (String name : LedgerFold.STORES) {
            Map<String, String> held = new TreeMap<>();
            forEach(name, (key, value) -> held.put(text(key), text(value)));
            all.put(name, held);
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
