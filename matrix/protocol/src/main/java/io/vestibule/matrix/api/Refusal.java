package io.vestibule.matrix.api;

/**
 * Ends the reading of a request at its first fault, so that a decoder reads straight down its fields. Never leaves this
 * package: {@link Reading} turns it into a value.
 */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient MatrixError error;

    Refusal(MatrixErrorCode errcode, String message) {
        super(message, null, false, false);
        this.error = MatrixError.of(400, errcode, message);
    }

    static Refusal missing(String name) {
        return new Refusal(MatrixErrorCode.MISSING_PARAM, name + " is missing");
    }

    static Refusal wrongType(String name, String wanted) {
        return new Refusal(MatrixErrorCode.BAD_JSON, name + " is not " + wanted);
    }

    static Refusal invalid(String message) {
        return new Refusal(MatrixErrorCode.INVALID_PARAM, message);
    }

    MatrixError error() {
        return error;
    }
}
