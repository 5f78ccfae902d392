package io.vestibule.schemas.registry;

import org.apache.avro.Schema;

/**
 * A schema and its number.
 *
 * @param id as it stands in records
 * @param schema as registered
 */
public record RegisteredSchema(int id, Schema schema) {}
