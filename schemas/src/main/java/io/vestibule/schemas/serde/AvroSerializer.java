package io.vestibule.schemas.serde;

import io.vestibule.schemas.registry.RegisteredSchema;
import io.vestibule.schemas.registry.SchemaRegistries;
import io.vestibule.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated records in Confluent's wire format, version 0. Thread-safe, as producers require.
 *
 * <p>Made by {@link AvroSerdes}, or by class name and {@link #configure} in any Kafka client. A null record is a null
 * payload. Failures are Kafka's exceptions; none of them means that a record is written.
 *
 * @param <V> the record
 */
public final class AvroSerializer<V extends SpecificRecord> implements Serializer<V> {

    private final Encodings encodings = new Encodings();
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private @Nullable Setup setup;
    private volatile @Nullable Target last;

    private record Setup(SchemaRegistry registry, WriterConfig config, boolean isKey, boolean ownsRegistry) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Target(String topic, Schema own, byte[] prefix, DatumWriter<SpecificRecord> writer) {
        boolean fits(String otherTopic, Schema schema) {
            return own == schema && topic.equals(otherTopic);
        }
    }

    /** For {@code value.serializer}: {@link #configure} is called next. */
    public AvroSerializer() {}

    AvroSerializer(SchemaRegistry registry, WriterConfig config) {
        this.setup = new Setup(registry, config, false, false);
    }

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        if (setup == null) {
            setup = new Setup(SchemaRegistries.open(config), WriterConfig.of(config, isKey), isKey, true);
        }
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        if (value == null) {
            return null;
        }
        Target target = target(topic, value.getSchema());
        try {
            return encodings.encode(target.prefix(), target.writer(), value);
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException failure) {
            throw new SerializationException(
                    topic + ": a " + value.getSchema().getName() + " cannot be written: " + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public void close() {
        if (setup != null && setup.ownsRegistry()) {
            setup.registry().close();
        }
    }

    private Target target(String topic, Schema schema) {
        Target recent = last;
        if (recent != null && recent.fits(topic, schema)) {
            return recent;
        }
        String name = topic + "\0" + schema.getFullName();
        Target known = targets.get(name);
        Target found = known != null && known.fits(topic, schema) ? known : find(topic, schema);
        targets.put(name, found);
        last = found;
        return found;
    }

    private Target find(String topic, Schema own) {
        if (setup == null) {
            throw new IllegalStateException("the serializer was not configured");
        }
        GeneratedRecords.trust();
        WriterConfig config = setup.config();
        String subject = config.subjects().subject(topic, setup.isKey(), own);
        RegisteredSchema onWire = SchemaOnWire.find(setup.registry(), config, subject, own);
        DatumWriter<SpecificRecord> writer = ConvertingWriter.sameLayout(own, onWire.schema())
                ? new SpecificDatumWriter<>(own)
                : new ConvertingWriter(own, onWire.schema());
        return new Target(topic, own, WireFormat.prefix(onWire.id()), writer);
    }
}
