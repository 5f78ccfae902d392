package io.vestibule.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered, and has no such schema, ID or subject. Asking again soon will not help. */
public final class SchemaNotFoundException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** @param message names what was asked for, and where */
    public SchemaNotFoundException(String message) {
        super(message);
    }
}
