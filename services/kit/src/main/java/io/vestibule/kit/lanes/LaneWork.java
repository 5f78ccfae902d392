package io.vestibule.kit.lanes;

/**
 * The three things that a lane consumer is given to do.
 *
 * @param decoder reads an order from a record
 * @param handler carries an order out
 * @param deadLetters takes what cannot be read or made a bug show
 * @param <T> the type of an order
 */
public record LaneWork<T>(OrderDecoder<T> decoder, OrderHandler<T> handler, DeadLetters deadLetters) {}
