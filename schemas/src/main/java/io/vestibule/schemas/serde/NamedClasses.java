package io.vestibule.schemas.serde;

import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.registry.RegistrySettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The serializer and deserializer classes that a deployment names instead of ours. They are configured with the
 * deployment's map, {@code specific.avro.reader=true} added.
 */
record NamedClasses(Map<String, Object> config, Optional<String> serializer, Optional<String> deserializer) {

    static NamedClasses of(Map<String, ?> config) {
        RegistrySettings settings = new RegistrySettings(config);
        Map<String, Object> all = new LinkedHashMap<>(config);
        all.put("specific.avro.reader", "true");
        return new NamedClasses(
                all,
                foreign(settings, "value.serializer", AvroSerializer.class),
                foreign(settings, "value.deserializer", AvroDeserializer.class));
    }

    boolean namesSerializer() {
        return serializer.isPresent();
    }

    @SuppressWarnings("unchecked")
    <V extends SpecificRecord> Optional<Serializer<V>> serializer(Topic<V> topic) {
        return serializer.map(name -> {
            Serializer<V> made = make("value.serializer", name, Serializer.class);
            made.configure(config, false);
            return made;
        });
    }

    @SuppressWarnings("unchecked")
    <V extends SpecificRecord> Optional<Deserializer<V>> deserializer(Topic<V> topic) {
        return deserializer.map(name -> {
            Deserializer<Object> made = make("value.deserializer", name, Deserializer.class);
            made.configure(config, false);
            return new NamedDeserializer<>(made, topic.valueType());
        });
    }

    private static <T> T make(String key, String name, Class<T> type) {
        GeneratedRecords.trust();
        try {
            return Utils.newInstance(name, type);
        } catch (ClassNotFoundException missing) {
            throw new ConfigException(key, name, "is not on the class path");
        }
    }

    private static Optional<String> foreign(RegistrySettings settings, String key, Class<?> own) {
        Optional<String> name = settings.text(key).map(text -> text.replaceFirst("^class ", ""));
        name.filter(text -> text.startsWith("org.apache.kafka.common.serialization."))
                .ifPresent(text -> {
                    throw new ConfigException(key, text, "does not know Avro");
                });
        return name.filter(text -> !text.equals(own.getName()));
    }
}
