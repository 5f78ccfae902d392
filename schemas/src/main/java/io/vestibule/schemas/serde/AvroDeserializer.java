package io.vestibule.schemas.serde;

import io.vestibule.schemas.registry.RegistrySettings;
import io.vestibule.schemas.registry.SchemaNotFoundException;
import io.vestibule.schemas.registry.SchemaRegistries;
import io.vestibule.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads generated records from Confluent's wire format: versions 0 and 1, in the payload or in the record header.
 * Thread-safe.
 *
 * <p>Made by {@link AvroSerdes} for one topic's type, or by class name and {@link #configure} in any Kafka client; then
 * the type is the generated class that the writer's schema names. Always specific records.
 *
 * <p>A null payload is a null record. {@link BadRecordException}: this record is unreadable for good. Any other exception:
 * the registry could not be asked, and the reader must stop.
 *
 * @param <V> the record
 */
public final class AvroDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private static final int MAX_READERS = 1000;

    private final Map<WireFormat.SchemaReference, DatumReader<V>> readers = new ConcurrentHashMap<>();
    private final @Nullable Schema readerSchema;
    private @Nullable Setup setup;

    private record Setup(SchemaRegistry registry, boolean failOnTrailing, boolean isKey, boolean ownsRegistry) {}

    /** For {@code value.deserializer}: {@link #configure} is called next. */
    public AvroDeserializer() {
        this.readerSchema = null;
        GeneratedRecords.trust();
    }

    AvroDeserializer(SchemaRegistry registry, Map<String, ?> config, Schema readerSchema) {
        this.readerSchema = readerSchema;
        this.setup = new Setup(registry, failOnTrailing(config), false, false);
        GeneratedRecords.trust();
    }

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        if (setup == null) {
            setup = new Setup(SchemaRegistries.open(config), failOnTrailing(config), isKey, true);
        }
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] payload) {
        return deserialize(topic, null, payload);
    }

    @Override
    public @Nullable V deserialize(String topic, @Nullable Headers headers, byte @Nullable [] payload) {
        if (payload == null) {
            return null;
        }
        Setup now = requireSetup();
        WireFormat.Framed framed = WireFormat.read(topic, headers, now.isKey(), payload);
        DatumReader<V> reader = reader(now, topic, framed.schema());
        return decode(now, topic, reader, payload, framed.avro());
    }

    @Override
    public void close() {
        if (setup != null && setup.ownsRegistry()) {
            setup.registry().close();
        }
    }

    private V decode(Setup now, String topic, DatumReader<V> reader, byte[] payload, int offset) {
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(payload, offset, payload.length - offset, null);
            V value = reader.read(null, decoder);
            if (now.failOnTrailing() && !decoder.isEnd()) {
                throw new BadRecordException(topic + ": bytes follow the record");
            }
            return value;
        } catch (IOException | RuntimeException failure) {
            if (failure instanceof BadRecordException bad) {
                throw bad;
            }
            throw new BadRecordException(topic + ": the payload is not Avro of its schema: " + failure, failure);
        }
    }

    private DatumReader<V> reader(Setup now, String topic, WireFormat.SchemaReference reference) {
        DatumReader<V> known = readers.get(reference);
        if (known != null) {
            return known;
        }
        Schema writer = writerSchema(now, topic, reference);
        DatumReader<V> fresh = new SpecificDatumReader<>(writer, readerSchema(topic, writer));
        if (readers.size() >= MAX_READERS) {
            readers.clear();
        }
        readers.put(reference, fresh);
        return fresh;
    }

    private Schema writerSchema(Setup now, String topic, WireFormat.SchemaReference reference) {
        try {
            return switch (reference) {
                case WireFormat.SchemaReference.ById byId ->
                    now.registry().schemaOf(byId.id(), topic + (now.isKey() ? "-key" : "-value"));
                case WireFormat.SchemaReference.ByGuid byGuid -> now.registry().schemaOf(byGuid.guid());
            };
        } catch (SchemaNotFoundException missing) {
            throw new BadRecordException(topic + ": no registry entry for the record's schema", missing);
        }
    }

    private Schema readerSchema(String topic, Schema writer) {
        if (readerSchema != null) {
            return readerSchema;
        }
        Class<?> generated = SpecificData.get().getClass(writer);
        if (generated == null) {
            throw new SerializationException(topic + ": no generated class for " + writer.getFullName());
        }
        return SpecificData.get().getSchema(generated);
    }

    private Setup requireSetup() {
        if (setup == null) {
            throw new IllegalStateException("the deserializer was not configured");
        }
        return setup;
    }

    private static boolean failOnTrailing(Map<String, ?> config) {
        return new RegistrySettings(config).flag("avro.fail.on.trailing.data", false);
    }
}
