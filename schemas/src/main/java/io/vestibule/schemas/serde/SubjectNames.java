package io.vestibule.schemas.serde;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;

/** Under which subject a schema is registered: Confluent's three strategies. */
public enum SubjectNames {
    /** {@code <topic>-key} or {@code <topic>-value}. */
    TOPIC {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return topic + (isKey ? "-key" : "-value");
        }
    },
    /** The record's full name. */
    RECORD {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return recordName(schema);
        }
    },
    /** {@code <topic>-<full name>}. */
    TOPIC_RECORD {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return topic + "-" + recordName(schema);
        }
    };

    /** @return the subject of a schema on a topic */
    public abstract String subject(String topic, boolean isKey, Schema schema);

    /**
     * Finds a strategy by the class name that Confluent's clients configure; the package does not matter.
     * {@code AssociatedNameStrategy} counts as {@link #TOPIC}, which is what it falls back to where a registry knows no
     * associations.
     *
     * @throws ConfigException if the name is none of Confluent's
     */
    public static SubjectNames named(String key, String className) {
        return switch (className.substring(className.lastIndexOf('.') + 1)) {
            case "TopicNameStrategy", "AssociatedNameStrategy" -> TOPIC;
            case "RecordNameStrategy" -> RECORD;
            case "TopicRecordNameStrategy" -> TOPIC_RECORD;
            default ->
                throw new ConfigException(
                        key,
                        className,
                        "must be TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy or AssociatedNameStrategy");
        };
    }

    private static String recordName(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new SerializationException("only records can be named by record name, not " + schema.getType());
        }
        return schema.getFullName();
    }
}
