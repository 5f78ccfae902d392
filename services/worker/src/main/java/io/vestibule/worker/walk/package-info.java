/**
 * The walk of MSC4125 over the servers that may know a room, without a wire and without a clock.
 *
 * <p>{@link io.vestibule.worker.walk.Walk} says whom to ask next and when it is over; {@link
 * io.vestibule.worker.walk.ServerOutcome} says what one server's answer means for it. Whoever carries the walk out brings
 * the calls and the time. Only success and 403 {@code M_FORBIDDEN} end a walk early.
 *
 * <p>Called by the orders of the worker. Must not know HTTP, Kafka or the system clock.
 */
@NullMarked
package io.vestibule.worker.walk;

import org.jspecify.annotations.NullMarked;
