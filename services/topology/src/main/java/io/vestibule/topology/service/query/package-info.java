/**
 * Answers questions about what the topology knows, across its instances.
 *
 * <p>{@link io.vestibule.topology.service.query.QueryServer} takes a question at any instance. Who has the room is asked of
 * Kafka Streams; {@link io.vestibule.topology.service.query.StateQueries} answers from the stores at hand, or from those of
 * the instance that has them, and while rooms move from a warm copy, with how far behind it is. Answers are JSON; nothing is
 * written, and the task's own threads are not waited for.
 */
@NullMarked
package io.vestibule.topology.service.query;

import org.jspecify.annotations.NullMarked;
