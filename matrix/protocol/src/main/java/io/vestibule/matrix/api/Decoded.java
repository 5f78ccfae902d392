package io.vestibule.matrix.api;

import java.util.function.Function;

/**
 * A request as read by a server: the value, or the error to answer with. Immutable.
 *
 * @param <T> the request
 */
public sealed interface Decoded<T> {

    /** A request that has the right shape. */
    record Ok<T>(T value) implements Decoded<T> {}

    /** A request that has not; the error names the culprit. */
    record Refused<T>(MatrixError error) implements Decoded<T> {}

    /** @return what the next step makes of the value; a refusal stays as it is */
    default <R> Decoded<R> then(Function<T, Decoded<R>> next) {
        return switch (this) {
            case Ok<T> ok -> next.apply(ok.value());
            case Refused<T> refused -> new Refused<>(refused.error());
        };
    }
}
