package io.vestibule.kit.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The {@code kafka} section. Any further key is a raw client key and passed through. Immutable.
 *
 * @param bootstrapServers the brokers to start from; empty means the embedded broker
 * @param embeddedListen where the embedded broker listens; port 0 asks for a free one
 * @param clientKeys raw keys for every Kafka client
 */
public record KafkaConfig(List<HostPort> bootstrapServers, HostPort embeddedListen, ClientKeys clientKeys) {

    private static final String EMBEDDED = "embedded";

    static final Key<List<String>> BOOTSTRAP_SERVERS = Key.list(
            "kafka.bootstrap-servers",
            EMBEDDED,
            "The brokers to start from, as host:port, or 'embedded' for a broker inside this process.",
            KafkaConfig::broker);
    static final Key<HostPort> EMBEDDED_LISTEN = Key.of(
            "kafka.embedded.listen",
            "127.0.0.1:9092",
            "Where the embedded broker listens; port 0 takes a free one.",
            HostPort::parse);
    static final List<Key<?>> KEYS = List.of(BOOTSTRAP_SERVERS, EMBEDDED_LISTEN);

    public KafkaConfig {
        bootstrapServers = List.copyOf(bootstrapServers);
    }

    static KafkaConfig read(Settings settings) {
        List<String> brokers = settings.get(BOOTSTRAP_SERVERS);
        if (brokers.isEmpty() || (brokers.contains(EMBEDDED) && brokers.size() > 1)) {
            throw new ConfigException(
                    BOOTSTRAP_SERVERS + ": " + brokers + ": expected 'embedded' alone, or one host:port or more");
        }
        List<HostPort> cluster = brokers.contains(EMBEDDED)
                ? List.of()
                : brokers.stream().map(HostPort::parse).toList();
        return new KafkaConfig(cluster, settings.get(EMBEDDED_LISTEN), settings.clientKeys("kafka.", KEYS));
    }

    private static String broker(String text) {
        return text.equals(EMBEDDED) ? text : HostPort.parse(text).toString();
    }

    /** @return whether the broker runs inside this process */
    public boolean isEmbedded() {
        return bootstrapServers.isEmpty();
    }

    /** @return what Kafka clients call {@code bootstrap.servers}; for the embedded broker, where it listens */
    public String bootstrap() {
        return isEmbedded()
                ? embeddedListen.toString()
                : bootstrapServers.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    /** @return the keys that every Kafka client starts with: {@code bootstrap.servers} and the raw keys; a fresh map */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(clientKeys.values());
        properties.put("bootstrap.servers", bootstrap());
        return properties;
    }

    /** @return the same, with the address that the embedded broker really took */
    public KafkaConfig listeningOn(HostPort actual) {
        return new KafkaConfig(bootstrapServers, actual, clientKeys);
    }
}
