/**
 * Work orders and their answers, in the worker's own types: the border to Avro.
 *
 * <p>{@link io.vestibule.worker.order.OrderReader} turns a record of {@code invites.handshakes} into an {@link
 * io.vestibule.worker.order.Order} whose identifiers are checked; {@link io.vestibule.worker.order.AnswerWriter} turns an
 * {@link io.vestibule.worker.order.Answer} into a record of {@code invites.handshake-results}. Nothing else in the worker
 * knows what those records look like.
 */
@NullMarked
package io.vestibule.worker.order;

import org.jspecify.annotations.NullMarked;
