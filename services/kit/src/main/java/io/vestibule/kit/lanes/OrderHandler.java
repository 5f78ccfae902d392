package io.vestibule.kit.lanes;

import java.util.concurrent.CompletionStage;

/**
 * Carries an order out. Called on a virtual thread of its own; it may block.
 *
 * <p>An order may arrive again after a crash or a rebalance, so carrying it out twice must be harmless.
 *
 * @param <T> the type of an order
 */
@FunctionalInterface
public interface OrderHandler<T> {

    /**
     * Carries out one order. The lane goes on when this returns; the offset is finished only when the returned stage is.
     *
     * @param order the order
     * @param ticket how to learn that the order was taken away, and how to keep it
     * @return completes when the result is acknowledged by the broker. If it fails the consumer stops, because a result
     *     that is lost would leave its order unanswered
     * @throws InterruptedException if the order was cancelled: it will be delivered again, here or elsewhere
     * @throws RuntimeException for a bug: the record goes to the dead letters
     */
    CompletionStage<?> handle(T order, Ticket ticket) throws InterruptedException;
}
