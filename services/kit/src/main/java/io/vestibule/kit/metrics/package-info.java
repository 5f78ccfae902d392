/**
 * The metrics of Vestibule: a catalogue of names, and the Prometheus registry behind it.
 *
 * <p>Every metric is a constant of {@link io.vestibule.kit.metrics.Metric} with its labels and its help text, so that code,
 * dashboards and documentation read one list. Labels are bounded: never a server, room or user. What Kafka's clients measure of
 * themselves is in {@link io.vestibule.kit.metrics.kafka}.
 */
@NullMarked
package io.vestibule.kit.metrics;

import org.jspecify.annotations.NullMarked;
