/**
 * Avro records as bytes on topics: Confluent's wire format, over any {@link io.vestibule.schemas.registry.SchemaRegistry}.
 *
 * <p>{@link io.vestibule.schemas.serde.AvroSerdes} makes serializers for topics of the catalogue from one configuration
 * map. Reading fails in two ways that must never be mixed up: a {@link io.vestibule.schemas.serde.BadRecordException}
 * means that this record will never be readable and goes to the dead letters; anything else means that we cannot know
 * (the registry is away, or refuses us), and the reader stops.
 *
 * <p>Keys are not Avro: they are raw UTF-8.
 */
@NullMarked
package io.vestibule.schemas.serde;

import org.jspecify.annotations.NullMarked;
