package io.vestibule.schemas.interop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.Encoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;

/** Confluent's real client, as Flink ships it: what it writes we must read, and the other way round. */
final class ConfluentOracle {

    private final CachedSchemaRegistryClient client;

    ConfluentOracle(String url) {
        this.client = new CachedSchemaRegistryClient(url, 100);
    }

    int register(String subject, String schema) throws IOException, RestClientException {
        return client.register(subject, new AvroSchema(schema));
    }

    int idOf(String subject, String schema) throws IOException, RestClientException {
        return client.getId(subject, new AvroSchema(schema));
    }

    boolean isCompatible(String subject, String schema) throws IOException, RestClientException {
        return client.testCompatibility(subject, new AvroSchema(schema));
    }

    /** @return the record as the schema in its prefix reads it */
    GenericRecord read(byte[] framed) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(framed);
        Schema schema = new ConfluentSchemaRegistryCoder(client).readSchema(in);
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().directBinaryDecoder(in, null));
    }

    /** @return the record with the prefix that the client gives it under the subject */
    byte[] write(String subject, GenericRecord value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ConfluentSchemaRegistryCoder(subject, client).writeSchema(value.getSchema(), out);
        Encoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(value.getSchema()).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
