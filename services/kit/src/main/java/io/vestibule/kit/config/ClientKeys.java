package io.vestibule.kit.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * Raw keys of a client library, passed through untouched, for instance {@code security.protocol}. Prints secrets as
 * {@code ***}. Immutable.
 *
 * @param values the keys as the library calls them, with their values
 */
public record ClientKeys(Map<String, String> values) {

    /** No keys. */
    public static final ClientKeys NONE = new ClientKeys(Map.of());

    public ClientKeys {
        values = Map.copyOf(values);
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        values.forEach((name, value) -> shown.put(name, Secret.hides(name) ? Secret.SHOWN : value));
        return shown.toString();
    }
}
