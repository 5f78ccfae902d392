package io.vestibule.matrix.xmatrix;

import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;

/** Why a request was not authenticated. */
public sealed interface XMatrixFailure {

    /** There is no {@code Authorization} header of the X-Matrix scheme. */
    record Missing() implements XMatrixFailure {}

    /** A header cannot be read; {@code why} names the culprit. */
    record Malformed(String why) implements XMatrixFailure {}

    /** The headers name more than one origin. */
    record MixedOrigins() implements XMatrixFailure {}

    /** The request is meant for a server that we are not. */
    record WrongDestination(ServerName destination) implements XMatrixFailure {}

    /** None of the keys is one that the origin uses now. */
    record KeyNotValid(ServerName origin) implements XMatrixFailure {}

    /** The origin's keys could not be had; a later request may succeed. */
    record KeysUnavailable(ServerName origin, String reason) implements XMatrixFailure {}

    /** A signature by a key of the origin is wrong. */
    record WrongSignature(ServerName origin, KeyId key) implements XMatrixFailure {}

    /** @return the tag for metrics */
    default String label() {
        return switch (this) {
            case Missing missing -> "missing";
            case Malformed malformed -> "malformed";
            case MixedOrigins mixed -> "mixed_origins";
            case WrongDestination wrong -> "wrong_destination";
            case KeyNotValid invalid -> "key_not_valid";
            case KeysUnavailable unavailable -> "keys_unavailable";
            case WrongSignature wrong -> "wrong_signature";
        };
    }

    /** @return what to answer: 401 {@code M_UNAUTHORIZED}, and 400 for a header that cannot be read, as Synapse does */
    default MatrixError toError() {
        return switch (this) {
            case Missing missing -> unauthorized("The request has no X-Matrix Authorization header");
            case Malformed malformed ->
                MatrixError.of(
                        400,
                        MatrixErrorCode.UNAUTHORIZED,
                        "The X-Matrix Authorization header cannot be read: " + malformed.why());
            case MixedOrigins mixed -> unauthorized("The X-Matrix Authorization headers name more than one origin");
            case WrongDestination wrong ->
                unauthorized("The request is meant for " + wrong.destination() + ", which this server is not");
            case KeyNotValid invalid -> unauthorized("The request is signed by no current key of " + invalid.origin());
            case KeysUnavailable unavailable ->
                unauthorized("The keys of " + unavailable.origin() + " are not available: " + unavailable.reason());
            case WrongSignature wrong ->
                unauthorized("The signature of " + wrong.origin() + " by " + wrong.key() + " is wrong");
        };
    }

    private static MatrixError unauthorized(String message) {
        return MatrixError.of(401, MatrixErrorCode.UNAUTHORIZED, message);
    }
}
