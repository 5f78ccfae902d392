package io.vestibule.matrix.api;

/**
 * Another server's answer as read by a client. Immutable.
 *
 * @param <T> what the endpoint answers with
 */
public sealed interface Answer<T> {

    /** The endpoint's own answer, of the right shape. */
    record Success<T>(T value) implements Answer<T> {}

    /** Any status but 200. */
    record Failed<T>(ErrorAnswer error) implements Answer<T> {}

    /** Status 200 with a body that is not the endpoint's answer; {@code why} names the culprit. */
    record Malformed<T>(String why) implements Answer<T> {}
}
