/**
 * The catalogue of topics: one typed constant per topic with its key, value, writer, retention and size limit, and what
 * is needed to create the topics and to compare a running cluster with the catalogue.
 *
 * <p>Every producer, consumer, store and deployment file takes names, limits and partition counts from here. Keys are raw
 * UTF-8, never registry-framed: their bytes must not change with a schema ID, since they choose the partition.
 *
 * <p>Knows Kafka's client library and the generated records, nothing of Vestibule's services.
 */
@NullMarked
package io.vestibule.schemas.catalog;

import org.jspecify.annotations.NullMarked;
