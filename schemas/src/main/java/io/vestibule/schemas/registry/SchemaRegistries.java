package io.vestibule.schemas.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Opens the registry that a configuration names. */
public final class SchemaRegistries {

    /** The value of {@code schema.registry.url} for schemas that are kept on the broker itself. */
    public static final String EMBEDDED = "embedded";

    private static final String MOCK = "mock://";

    private SchemaRegistries() {}

    /** What kind of registry a {@code schema.registry.url} names. */
    public enum Kind {
        /** {@code http://} or {@code https://} URLs. */
        HTTP,
        /** {@code embedded}. */
        EMBEDDED,
        /** {@code mock://scope}. */
        MOCK
    }

    /**
     * @return the kind of registry that the configuration names
     * @throws ConfigException if the URL is absent, mixes kinds or is none of them
     */
    public static Kind kind(Map<String, ?> config) {
        return kind(urls(new RegistrySettings(config)));
    }

    /**
     * Opens the registry, with caches in front of it.
     *
     * @param config Confluent's keys, and for {@code embedded} the broker's client keys beside them
     * @throws ConfigException if a key is wrong; the message names it
     */
    public static SchemaRegistry open(Map<String, ?> config) {
        RegistrySettings settings = new RegistrySettings(config);
        List<String> urls = urls(settings);
        return switch (kind(urls)) {
            case MOCK -> MockSchemaRegistry.scope(urls.getFirst().substring(MOCK.length()));
            case EMBEDDED -> CachedSchemaRegistry.of(new EmbeddedSchemaRegistry(settings.original()), settings);
            case HTTP -> CachedSchemaRegistry.of(HttpSchemaRegistry.of(urls, settings), settings);
        };
    }

    private static List<String> urls(RegistrySettings settings) {
        String value = settings.required(
                RegistrySettings.URL, "name the registry's URLs, " + EMBEDDED + ", or mock://scope in tests");
        List<String> urls = Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(url -> !url.isEmpty())
                .toList();
        if (urls.isEmpty()) {
            throw new ConfigException(RegistrySettings.URL, value, "names no registry");
        }
        return urls;
    }

    private static Kind kind(List<String> urls) {
        List<Kind> kinds = urls.stream().map(SchemaRegistries::kind).distinct().toList();
        if (kinds.size() > 1) {
            throw new ConfigException(RegistrySettings.URL, String.join(",", urls), "mixes kinds of registries");
        }
        return kinds.getFirst();
    }

    private static Kind kind(String url) {
        if (url.equals(EMBEDDED)) {
            return Kind.EMBEDDED;
        }
        if (url.startsWith(MOCK)) {
            return Kind.MOCK;
        }
        if (url.startsWith("http://") || url.startsWith("https://")) {
            return Kind.HTTP;
        }
        throw new ConfigException(
                RegistrySettings.URL, url, "must begin with http://, https:// or mock://, or be " + EMBEDDED);
    }
}
