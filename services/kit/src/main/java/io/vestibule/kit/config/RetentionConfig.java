package io.vestibule.kit.config;

import io.vestibule.schemas.catalog.Keeping;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The {@code retention} section: how long things are kept. Immutable.
 *
 * @param topics where it differs from the catalogue, by the catalogue's names of the topics
 * @param stores what the topology keeps
 */
public record RetentionConfig(Map<String, Duration> topics, Stores stores) {

    /**
     * What the topology keeps.
     *
     * @param settled invites of which nothing more is expected
     * @param routes servers that lead into a room
     * @param outcomes of commands, so that a repeat gets the same answer
     */
    public record Stores(Duration settled, Duration routes, Duration outcomes) {
        public Stores {
            Syntax.positive(SETTLED, settled);
            Syntax.positive(ROUTES, routes);
            Syntax.positive(OUTCOMES, outcomes);
        }
    }

    private static final Map<String, Key<Duration>> TOPICS = topicKeys();
    static final Key<Duration> SETTLED = Key.of(
            "retention.stores.settled-invites",
            "90d",
            "How long an invite is kept and shown after nothing more is expected of it; that it was there is recognised"
                    + " for twice as long.",
            Syntax::duration);
    static final Key<Duration> ROUTES = Key.of(
            "retention.stores.routes",
            "365d",
            "How long an invite's servers count among those that lead into its room.",
            Syntax::duration);
    static final Key<Duration> OUTCOMES = Key.of(
            "retention.stores.command-outcomes",
            "30d",
            "How long a repeated command gets the outcome that it had; longer than invites.commands keeps its records.",
            Syntax::duration);
    static final List<Key<?>> KEYS = Stream.concat(TOPICS.values().stream(), Stream.of(SETTLED, ROUTES, OUTCOMES))
            .<Key<?>>map(key -> key)
            .toList();

    public RetentionConfig {
        topics = Map.copyOf(topics);
        Duration commands = topics.getOrDefault(
                Topics.INVITES_COMMANDS.name(),
                Topics.INVITES_COMMANDS.keeping().retention());
        if (stores.outcomes().compareTo(commands) < 0) {
            throw new ConfigException(OUTCOMES + ": " + stores.outcomes().toDays()
                    + "d is shorter than a command is kept: one that is read again would be decided again");
        }
    }

    private static Map<String, Key<Duration>> topicKeys() {
        Map<String, Key<Duration>> keys = new LinkedHashMap<>();
        for (Topic<?> topic : Topics.all()) {
            Keeping keeping = topic.keeping();
            String meaning = switch (keeping.cleanup()) {
                case DELETE -> "How long " + topic + " keeps a record; at most a day longer.";
                case COMPACT -> "How long a tombstone can be read in " + topic + ".";
            };
            keys.put(
                    topic.name(),
                    Key.of("retention." + topic, keeping.retention().toDays() + "d", meaning, Syntax::duration));
        }
        return keys;
    }

    static RetentionConfig read(Settings settings) {
        return new RetentionConfig(
                topics(settings), new Stores(settings.get(SETTLED), settings.get(ROUTES), settings.get(OUTCOMES)));
    }

    /** Only what differs from the catalogue. */
    static Map<String, Duration> topics(Settings settings) {
        Map<String, Duration> differing = new HashMap<>();
        for (Topic<?> topic : Topics.all()) {
            Key<Duration> key = Objects.requireNonNull(TOPICS.get(topic.name()));
            Duration wanted = Syntax.positive(key, settings.get(key));
            if (!wanted.equals(topic.keeping().retention())) {
                differing.put(topic.name(), wanted);
            }
        }
        return differing;
    }
}
