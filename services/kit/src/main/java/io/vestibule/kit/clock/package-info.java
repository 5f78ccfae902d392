/**
 * Whether our clock can be right, judged by the brokers', which stamp what is written. Knows no Kafka.
 */
@NullMarked
package io.vestibule.kit.clock;

import org.jspecify.annotations.NullMarked;
