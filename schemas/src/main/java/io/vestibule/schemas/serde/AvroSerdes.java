package io.vestibule.schemas.serde;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.registry.SchemaRegistries;
import io.vestibule.schemas.registry.SchemaRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializers and deserializers for topics of the catalogue, over one registry and its caches.
 *
 * <p>Configured by Confluent's keys: {@code schema.registry.url} (URLs, {@code embedded}, {@code mock://scope}) and the
 * keys beside it. {@code auto.register.schemas} is false for URLs unless said otherwise, and true for the two registries
 * of our own. A deployment that wants Confluent's own classes names them in {@code value.serializer} and
 * {@code value.deserializer}; they get the same map.
 *
 * <p>Make one per process and close it last. Thread-safe, and so is what it makes.
 */
public final class AvroSerdes implements AutoCloseable {

    private final Map<String, ?> config;
    private final SchemaRegistry registry;
    private final WriterConfig writerConfig;
    private final NamedClasses named;

    private AvroSerdes(Map<String, ?> config, SchemaRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.writerConfig = WriterConfig.of(config, false);
        this.named = NamedClasses.of(config);
    }

    /**
     * @param config Confluent's keys; with {@code embedded} also {@code bootstrap.servers} and the broker's security keys
     * @throws org.apache.kafka.common.config.ConfigException if a key is wrong; the message names it
     */
    public static AvroSerdes of(Map<String, ?> config) {
        Map<String, ?> copy = new LinkedHashMap<>(config);
        return new AvroSerdes(copy, SchemaRegistries.open(copy));
    }

    /** @return a serializer for the topic's values */
    public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        return named.serializer(topic).orElseGet(() -> new AvroSerializer<>(registry, writerConfig));
    }

    /** @return a deserializer for the topic's values */
    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        return named.deserializer(topic).orElseGet(() -> new AvroDeserializer<>(registry, config, topic.schema()));
    }

    /** @return both */
    public <V extends SpecificRecord> Serde<V> serde(Topic<V> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    /**
     * For values of Kafka Streams stores, whose changelogs carry names of the application's making: the subject is the
     * record's full name, so that a deployment can register it before it starts.
     *
     * @return a serde for a generated record
     */
    public <V extends SpecificRecord> Serde<V> storeSerde(Class<V> type) {
        Schema schema = SpecificData.get().getSchema(type);
        return Serdes.serdeFrom(
                new AvroSerializer<>(registry, writerConfig.under(SubjectNames.RECORD)),
                new AvroDeserializer<>(registry, config, schema));
    }

    /** {@link #prepare} for the records of {@link #storeSerde}. */
    public void prepareStores(Collection<? extends Class<? extends SpecificRecord>> types) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        types.forEach(type -> {
            Schema schema = SpecificData.get().getSchema(type);
            schemas.put(schema.getFullName(), schema);
        });
        prepare(schemas);
    }

    /** Makes what the registry keeps its schemas in, if that is missing: whoever makes many topics makes this one first. */
    public void openRegistry() {
        registry.open();
    }

    /**
     * Registers the topics' schemas, or looks them up where registering is not ours, so that a start fails early and the
     * first record is not slow. Does nothing for a deployment that names serializer classes of its own.
     */
    public void prepare(Collection<? extends Topic<?>> topics) {
        if (named.namesSerializer()) {
            return;
        }
        prepare(subjects(topics));
    }

    /** @return the topics' schemas by the subjects that they are registered under, as they are registered */
    public Map<String, Schema> offered(Collection<? extends Topic<?>> topics) {
        Map<String, Schema> schemas = subjects(topics);
        schemas.replaceAll((subject, schema) -> writerConfig.offered(schema));
        return schemas;
    }

    private Map<String, Schema> subjects(Collection<? extends Topic<?>> topics) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        topics.forEach(topic -> schemas.put(subject(topic), topic.schema()));
        return schemas;
    }

    private void prepare(Map<String, Schema> schemas) {
        if (writerConfig.choice() == WriterConfig.Choice.REGISTER) {
            Map<String, Schema> offered = new LinkedHashMap<>();
            schemas.forEach((subject, schema) -> offered.put(subject, writerConfig.offered(schema)));
            registry.registerAll(offered);
        } else {
            schemas.forEach((subject, schema) -> SchemaOnWire.find(registry, writerConfig, subject, schema));
        }
    }

    /** @return the registry behind the serdes */
    public SchemaRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        registry.close();
    }

    private String subject(Topic<?> topic) {
        return writerConfig.subjects().subject(topic.name(), false, topic.schema());
    }
}
