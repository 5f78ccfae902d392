package io.vestibule.schemas.registry;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * A client's configuration map, read by Confluent's key names. A key may also be written with the prefix
 * {@code schema.registry.}; of two spellings the later in the map counts. Unknown keys are ignored, as Kafka's clients do.
 * Immutable.
 */
public final class RegistrySettings {

    /** Where the registry is: URLs, {@code mock://scope} or {@code embedded}. */
    public static final String URL = "schema.registry.url";

    private static final String PREFIX = "schema.registry.";
    private static final String TLS_PREFIX = "schema.registry.ssl.";

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, ?> original;

    /** @param config values as strings or already typed */
    public RegistrySettings(Map<String, ?> config) {
        this.original = config;
        config.forEach((key, value) -> {
            if (value == null) {
                return;
            }
            values.put(key, value);
            if (key.startsWith(PREFIX) && !key.equals(URL) && !key.startsWith(TLS_PREFIX)) {
                values.put(key.substring(PREFIX.length()), value);
            }
        });
    }

    /** @return the map as it was given, for Kafka clients */
    public Map<String, ?> original() {
        return original;
    }

    /** @return every key under a prefix, without the prefix */
    public Map<String, Object> under(String prefix) {
        Map<String, Object> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** @return the value as text, without surrounding blanks */
    public Optional<String> text(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of((value instanceof Password secret ? secret.value() : value.toString()).trim());
    }

    /**
     * @return the value as text
     * @throws ConfigException if it is absent
     */
    public String required(String key, String why) {
        return text(key).orElseThrow(() -> new ConfigException(key + " is missing: " + why));
    }

    /**
     * @return the value as a switch
     * @throws ConfigException if it is neither {@code true} nor {@code false}
     */
    public boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new ConfigException(key, value, "must be true or false");
                })
                .orElse(otherwise);
    }

    /**
     * @return the value as a number
     * @throws ConfigException if it is not one, or below {@code least}
     */
    public int number(String key, int otherwise, int least) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            throw new ConfigException(key, value.get(), "must be a whole number");
        }
        throw new ConfigException(key, value.get(), "must be at least " + least);
    }
}
