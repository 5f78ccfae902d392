/**
 * Schema registries: a small client of Confluent's REST interface, a registry kept in a compacted topic for deployments
 * that run no registry process, and one in memory for tests.
 *
 * <p>A registry gives a number to a schema and a schema to a number; {@link io.vestibule.schemas.registry.SchemaRegistry}
 * is that and nothing else. Configuration keys are Confluent's. Failures come out as Kafka's own exceptions, so that
 * client libraries treat them as they treat a broker's.
 *
 * <p>Knows Avro schemas and HTTP, no records: encoding is {@link io.vestibule.schemas.serde}'s.
 */
@NullMarked
package io.vestibule.schemas.registry;

import org.jspecify.annotations.NullMarked;
