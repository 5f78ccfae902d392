package io.vestibule.matrix.federation.client;

/**
 * What became of a call.
 *
 * @param <R> the answer's form
 */
public sealed interface FederationResult<R> {

    /**
     * The server answered, with whatever status.
     *
     * @param response the answer
     */
    record Answered<R>(R response) implements FederationResult<R> {}

    /**
     * No answer, or not a whole one.
     *
     * @param failure why
     */
    record Failed<R>(FederationFailure failure) implements FederationResult<R> {}
}
