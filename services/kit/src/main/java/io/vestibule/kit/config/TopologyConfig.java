package io.vestibule.kit.config;

import java.util.List;

/**
 * The {@code topology} section: the Kafka Streams application that decides. Immutable.
 *
 * @param applicationId the name of the Streams application, its group and the prefix of its internal topics
 * @param threads the number of stream threads
 * @param standbyReplicas how many instances keep a warm copy of every store
 */
public record TopologyConfig(String applicationId, int threads, int standbyReplicas) {

    static final Key<String> APPLICATION_ID = Key.of(
            "topology.application-id",
            "vestibule-topology",
            "The Streams application ID; changing it starts new stores.",
            Syntax::text);
    static final Key<Integer> THREADS =
            Key.of("topology.threads", "1", "The number of stream threads.", Syntax::integer);
    static final Key<Integer> STANDBY_REPLICAS = Key.of(
            "topology.standby-replicas", "0", "How many instances keep a warm copy of every store.", Syntax::integer);

    static final List<Key<?>> KEYS = List.of(APPLICATION_ID, THREADS, STANDBY_REPLICAS);

    public TopologyConfig {
        if (!applicationId.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new ConfigException(APPLICATION_ID + ": \"" + applicationId + "\" is not a name of [A-Za-z0-9._-]");
        }
        Syntax.within(THREADS, threads, 1, 64);
        Syntax.within(STANDBY_REPLICAS, standbyReplicas, 0, 8);
    }

    static TopologyConfig read(Settings settings) {
        return new TopologyConfig(settings.get(APPLICATION_ID), settings.get(THREADS), settings.get(STANDBY_REPLICAS));
    }
}
