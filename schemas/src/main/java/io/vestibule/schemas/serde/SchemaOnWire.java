package io.vestibule.schemas.serde;

import io.vestibule.schemas.registry.RegisteredSchema;
import io.vestibule.schemas.registry.SchemaNotFoundException;
import io.vestibule.schemas.registry.SchemaRegistry;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.kafka.common.errors.SerializationException;

/** Finds the schema and ID that a record is written with. */
final class SchemaOnWire {

    private SchemaOnWire() {}

    /**
     * @param own the record's own schema
     * @return what is written: the ID, and the schema that the bytes follow
     */
    static RegisteredSchema find(SchemaRegistry registry, WriterConfig config, String subject, Schema own) {
        Schema offered = config.offered(own);
        return switch (config.choice()) {
            case REGISTER -> new RegisteredSchema(registry.register(subject, offered), own);
            case LOOK_UP -> new RegisteredSchema(lookUp(registry, subject, offered), own);
            case LATEST -> fitting(config, subject, own, registry.latest(subject));
            case FIXED ->
                fitting(
                        config,
                        subject,
                        own,
                        new RegisteredSchema(config.fixedId(), registry.schemaOf(config.fixedId(), subject)));
        };
    }

    private static int lookUp(SchemaRegistry registry, String subject, Schema schema) {
        try {
            return registry.idOf(subject, schema);
        } catch (SchemaNotFoundException missing) {
            throw new SerializationException(
                    "schema " + schema.getFullName() + " of this release is not registered under subject " + subject
                            + ", and auto.register.schemas is false: register it before starting this release",
                    missing);
        }
    }

    private static RegisteredSchema fitting(
            WriterConfig config, String subject, Schema own, RegisteredSchema registered) {
        SchemaCompatibilityType fit = SchemaCompatibility.checkReaderWriterCompatibility(registered.schema(), own)
                .getType();
        if (config.strict() && fit != SchemaCompatibilityType.COMPATIBLE) {
            throw new SerializationException("the schema with ID " + registered.id() + " of subject " + subject
                    + " cannot read what this release writes as " + own.getFullName());
        }
        return registered;
    }
}
