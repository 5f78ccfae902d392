/**
 * What Kafka's clients and Kafka Streams measure of themselves, as metrics of the process.
 *
 * <p>Kafka has several hundred figures for each client, thread, task and partition, under names with random parts.
 * {@link io.vestibule.kit.metrics.kafka.KafkaFigure} is the catalogue of those that are exposed; what differs in threads, tasks
 * and partitions is folded into one value, so that the labels are the client's role and the topic or the store, and nothing
 * else. Everything is read at the scrape: between scrapes it costs nothing, and a client that is closed leaves nothing behind.
 */
@NullMarked
package io.vestibule.kit.metrics.kafka;

import org.jspecify.annotations.NullMarked;
