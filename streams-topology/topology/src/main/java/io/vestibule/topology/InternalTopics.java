package io.vestibule.topology;

import io.vestibule.schemas.catalog.SizeBudget;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The topics that Kafka Streams makes for the topology, beside those of the catalogue: the changelog of the store, and where
 * foreign records wait that were keyed anew. Kafka Streams sets their keys when it makes them, and never again.
 */
public final class InternalTopics {

    private static final Map<String, String> CHANGELOG = with(SizeBudget.changelogConfig(), "compact");
    private static final Map<String, String> REPARTITION = with(Map.of("retention.ms", "-1"), "delete");

    private InternalTopics() {}

    /**
     * @param application the application's ID, which is what their names begin with
     * @return every one by name, with the topic keys that it is to have
     */
    public static Map<String, Map<String, String>> of(String application) {
        Map<String, Map<String, String>> topics = new LinkedHashMap<>();
        topics.put(changelog(application), CHANGELOG);
        Inputs.FOREIGN.forEach(feed -> topics.put(repartition(application, feed), REPARTITION));
        return topics;
    }

    /** @return the name of the store's changelog */
    public static String changelog(String application) {
        return application + "-" + Nodes.MEMORY + "-changelog";
    }

    /**
     * The name of a topic that is there if the application's records stand in a store for each kind, as they once did. Its
     * position says that everything is decided, and the store of today would be empty: it must not start.
     */
    public static String earlierChangelog(String application) {
        return application + "-" + Section.ROOMS.label() + "-changelog";
    }

    /** @return the name of the topic in which a feed's records wait */
    public static String repartition(String application, Inputs.Foreign<?> feed) {
        return application + "-" + feed.repartition();
    }

    private static Map<String, String> with(Map<String, String> own, String cleanup) {
        Map<String, String> keys = new LinkedHashMap<>(SizeBudget.internalTopicConfig());
        keys.putAll(own);
        keys.put("cleanup.policy", cleanup);
        return Map.copyOf(keys);
    }
}
