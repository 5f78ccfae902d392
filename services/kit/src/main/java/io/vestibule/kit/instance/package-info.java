/**
 * The names that instances of a service have in their consumer group, and keep over a restart.
 *
 * <p>Borders: knows files and nothing of Kafka.
 */
@NullMarked
package io.vestibule.kit.instance;

import org.jspecify.annotations.NullMarked;
