package io.vestibule.kit.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code schema-registry} section. Any further key is one of Confluent's and passed through, for instance {@code
 * basic.auth.user.info} or {@code auto.register.schemas}. Immutable.
 *
 * @param url where the registry is, or {@code embedded} for none
 * @param clientKeys raw keys for the serializers
 */
public record SchemaRegistryConfig(String url, ClientKeys clientKeys) {

    static final Key<String> URL = Key.of(
            "schema-registry.url",
            "embedded",
            "The schema registry: http(s)://…, several with commas, or 'embedded' for schema IDs kept beside the broker.",
            Syntax::text);
    static final List<Key<?>> KEYS = List.of(URL);

    public SchemaRegistryConfig {
        boolean known = url.equals("embedded") || url.startsWith("mock://") || url.matches("https?://\\S+");
        if (!known) {
            throw new ConfigException(URL + ": \"" + url + "\" is neither 'embedded' nor an http(s) URL");
        }
    }

    static SchemaRegistryConfig read(Settings settings) {
        return new SchemaRegistryConfig(settings.get(URL), settings.clientKeys("schema-registry.", KEYS));
    }

    /** @return whether schema IDs are kept without a registry */
    public boolean isEmbedded() {
        return url.equals("embedded");
    }

    /** @return the keys that serializers are configured with: {@code schema.registry.url} and the raw keys; a fresh map */
    public Map<String, Object> serdeProperties() {
        Map<String, Object> properties = new HashMap<>(clientKeys.values());
        properties.put("schema.registry.url", url);
        return properties;
    }
}
