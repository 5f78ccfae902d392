package io.vestibule.kit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every value that was set, by path, and the default of every key that was not. Immutable once loaded. */
final class Settings {

    private final Map<String, RawValue> values;

    Settings(Map<String, RawValue> values) {
        this.values = Map.copyOf(values);
    }

    /** The value of a key, from where it was set or by its default. */
    <T> T get(Key<T> key) {
        return key.read(raw(key));
    }

    /** The values below a prefix that belong to no key: settings for a client library. */
    ClientKeys clientKeys(String prefix, List<Key<?>> known) {
        List<String> own = known.stream().map(Key::path).toList();
        Map<String, String> keys = new TreeMap<>();
        values.forEach((path, raw) -> {
            if (path.startsWith(prefix) && !own.contains(path)) {
                keys.put(path.substring(prefix.length()), String.join(",", raw.items()));
            }
        });
        return new ClientKeys(keys);
    }

    /** Every key with its value and source, known keys in their order, client keys behind them. */
    List<ConfigEntry> entries(List<Key<?>> known) {
        List<ConfigEntry> entries = new ArrayList<>();
        known.forEach(key -> entries.add(entry(key.path(), raw(key))));
        List<String> own = known.stream().map(Key::path).toList();
        new TreeMap<>(values).forEach((path, raw) -> {
            if (!own.contains(path)) {
                entries.add(entry(path, raw));
            }
        });
        return List.copyOf(entries);
    }

    private RawValue raw(Key<?> key) {
        RawValue set = values.get(key.path());
        return set != null ? set : RawValue.scalar(key.fallback(), new Source.Default());
    }

    private static ConfigEntry entry(String path, RawValue raw) {
        return new ConfigEntry(path, Secret.hides(path) ? Secret.SHOWN : raw.shown(), raw.source());
    }
}
