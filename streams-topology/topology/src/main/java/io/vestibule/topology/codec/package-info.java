/**
 * Avro records to model values and back: the one place where the two meet.
 *
 * <p>Reading is strict: an identifier that is none is an {@link java.lang.IllegalArgumentException} that names it, which
 * makes the record a bad one. An absent optional value is an empty string on the wire and null in the model. Stateless
 * functions; no Kafka, no clock.
 */
@NullMarked
package io.vestibule.topology.codec;

import org.jspecify.annotations.NullMarked;
