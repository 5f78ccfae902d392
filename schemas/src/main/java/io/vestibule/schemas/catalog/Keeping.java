package io.vestibule.schemas.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a topic keeps its records. Immutable.
 *
 * @param cleanup whether old records are deleted by age or compacted by key
 * @param retention how long a record is kept; for a compacted topic, how long a tombstone stays readable
 * @param timestamps whose clock a record's timestamp is
 * @param maxMessageBytes the topic's record limit, from {@link SizeBudget}
 */
public record Keeping(Cleanup cleanup, Duration retention, Timestamps timestamps, int maxMessageBytes) {

    /** How much longer than it says a topic may keep a record, as brokers let go of many at once. */
    public static final Duration SLACK = Duration.ofDays(1);

    /** How records leave a topic. */
    public enum Cleanup {
        /** By age. */
        DELETE("delete"),
        /** By a newer record of the same key. */
        COMPACT("compact");

        private final String value;

        Cleanup(String value) {
            this.value = value;
        }

        /** @return the value of {@code cleanup.policy} */
        public String value() {
            return value;
        }
    }

    /** Whose clock the records of a topic carry. */
    public enum Timestamps {
        /** The writer's: Vestibule's own, derived from the input record. */
        CREATE("CreateTime"),
        /** The broker's: for writers whose clocks are not ours. */
        LOG_APPEND("LogAppendTime");

        private final String value;

        Timestamps(String value) {
            this.value = value;
        }

        /** @return the value of {@code message.timestamp.type} */
        public String value() {
            return value;
        }
    }

    /** @return records deleted when they are older than {@code retention} */
    public static Keeping deleted(Duration retention, Timestamps timestamps, int maxMessageBytes) {
        return new Keeping(Cleanup.DELETE, retention, timestamps, maxMessageBytes);
    }

    /** @return the newest record of each key, tombstones readable for {@code tombstones} */
    public static Keeping compacted(Duration tombstones, Timestamps timestamps, int maxMessageBytes) {
        return new Keeping(Cleanup.COMPACT, tombstones, timestamps, maxMessageBytes);
    }

    /** @return the same for another time */
    public Keeping during(Duration other) {
        return new Keeping(cleanup, other, timestamps, maxMessageBytes);
    }

    /** @return when a record of then is gone at the latest; empty where records go by compaction */
    public Optional<Instant> goneBy(Instant written) {
        return switch (cleanup) {
            case DELETE -> Optional.of(written.plus(retention).plus(SLACK));
            case COMPACT -> Optional.empty();
        };
    }

    /** @return the topic keys that say this, in a fixed order */
    public Map<String, String> topicConfig() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", cleanup.value());
        switch (cleanup) {
            case DELETE -> config.put("retention.ms", Long.toString(retention.toMillis()));
            case COMPACT -> {
                config.put("delete.retention.ms", Long.toString(retention.toMillis()));
                config.put("max.compaction.lag.ms", Long.toString(SLACK.toMillis()));
            }
        }
        // A broker lets go of whole segments, and only of those that are not written to any more.
        config.put("segment.ms", Long.toString(SLACK.toMillis()));
        config.put("message.timestamp.type", timestamps.value());
        config.put("max.message.bytes", Integer.toString(maxMessageBytes));
        return config;
    }
}
