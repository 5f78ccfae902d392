package io.vestibule.client;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a deployment's topics are. Immutable; prints the brokers and no other value, since keys may be secret.
 *
 * @param kafka the keys of every Kafka client: {@code bootstrap.servers} and whatever security needs
 * @param schemaRegistry Confluent's keys: {@code schema.registry.url} (URLs, or {@code embedded} for a deployment on the
 *     embedded registry) and those beside it
 * @param topicPrefix what stands in front of every topic's name, empty for nothing
 */
public record ClientSettings(Map<String, Object> kafka, Map<String, Object> schemaRegistry, String topicPrefix) {

    private static final String BOOTSTRAP = "bootstrap.servers";

    /** @throws IllegalArgumentException if no broker is named */
    public ClientSettings {
        kafka = Map.copyOf(kafka);
        schemaRegistry = Map.copyOf(schemaRegistry);
        if (!kafka.containsKey(BOOTSTRAP)) {
            throw new IllegalArgumentException("the Kafka keys lack " + BOOTSTRAP);
        }
    }

    /**
     * The settings of a deployment without security and without a topic prefix.
     *
     * @param bootstrapServers the brokers, as {@code host:port}, several with commas
     * @param registryUrl the schema registry's URLs, or {@code embedded}
     */
    public static ClientSettings of(String bootstrapServers, String registryUrl) {
        return new ClientSettings(Map.of(BOOTSTRAP, bootstrapServers), Map.of("schema.registry.url", registryUrl), "");
    }

    /** @return the brokers to start from */
    public String bootstrapServers() {
        return String.valueOf(kafka.get(BOOTSTRAP));
    }

    /**
     * A quick look whether any broker listens, where a Kafka client would try for a minute.
     *
     * @throws NotConnectedException if nothing listens at any of the addresses
     */
    public void requireReachable() {
        Reachability.check(this);
    }

    /** @return Kafka's keys and the registry's in one map, as serdes take them; a fresh map */
    Map<String, Object> serdeKeys() {
        Map<String, Object> keys = new HashMap<>(kafka);
        keys.putAll(schemaRegistry);
        return keys;
    }

    @Override
    public String toString() {
        return "ClientSettings[" + bootstrapServers() + "]";
    }
}
