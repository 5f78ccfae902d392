package io.vestibule.cli;

import io.vestibule.schemas.registry.RegisteredSchema;
import io.vestibule.schemas.registry.SchemaNotFoundException;
import io.vestibule.schemas.registry.SchemaRegistry;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * How a schema of this release stands in the registry.
 *
 * @param subject the subject
 * @param standing how it stands there
 * @param detail its ID, or what is wrong
 */
record SchemaFinding(String subject, Standing standing, String detail) {

    /** How a schema stands. */
    enum Standing {
        /** It is there. */
        REGISTERED,
        /** The subject has no schema at all. */
        MISSING,
        /** The subject has other versions, and readers of either understand the other. */
        NEW,
        /** The subject's newest version and this one do not understand each other. */
        INCOMPATIBLE
    }

    static SchemaFinding of(SchemaRegistry registry, String subject, Schema schema) {
        OptionalInt id = idOf(registry, subject, schema);
        if (id.isPresent()) {
            return new SchemaFinding(subject, Standing.REGISTERED, "ID " + id.getAsInt());
        }
        try {
            RegisteredSchema newest = registry.latest(subject);
            String unfit = unfit(schema, newest.schema());
            return unfit.isEmpty()
                    ? new SchemaFinding(subject, Standing.NEW, "compatible with ID " + newest.id())
                    : new SchemaFinding(subject, Standing.INCOMPATIBLE, unfit + " ID " + newest.id());
        } catch (SchemaNotFoundException none) {
            return new SchemaFinding(subject, Standing.MISSING, "not registered");
        }
    }

    boolean isRegistered() {
        return standing == Standing.REGISTERED;
    }

    private static OptionalInt idOf(SchemaRegistry registry, String subject, Schema schema) {
        try {
            return OptionalInt.of(registry.idOf(subject, schema));
        } catch (SchemaNotFoundException missing) {
            return OptionalInt.empty();
        }
    }

    private static String unfit(Schema ours, Schema newest) {
        if (!reads(ours, newest)) {
            return "this release cannot read what is written with";
        }
        return reads(newest, ours) ? "" : "what this release writes cannot be read with";
    }

    private static boolean reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }
}
