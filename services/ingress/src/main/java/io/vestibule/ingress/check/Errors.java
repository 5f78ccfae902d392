package io.vestibule.ingress.check;

import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;

/** The refusals of this package. */
final class Errors {

    private Errors() {}

    static <T> Decoded<T> invalid(String message) {
        return refused(400, MatrixErrorCode.INVALID_PARAM, message);
    }

    static <T> Decoded<T> refused(int status, MatrixErrorCode errcode, String message) {
        return new Decoded.Refused<>(MatrixError.of(status, errcode, message));
    }
}
