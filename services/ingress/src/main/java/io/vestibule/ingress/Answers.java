package io.vestibule.ingress;

import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.api.MatrixErrorCode;
import java.time.Duration;

/** Turns the protocol's answers into HTTP's. */
final class Answers {

    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "2";

    private Answers() {}

    static HttpAnswer of(ApiResponse response) {
        return HttpAnswer.json(response.status(), response.body());
    }

    static HttpAnswer of(MatrixError error) {
        HttpAnswer answer = of(error.toResponse());
        Duration retryAfter = error.retryAfter();
        if (retryAfter != null) {
            return answer.withHeader(
                    "Retry-After", Long.toString(retryAfter.plusMillis(999).toSeconds()));
        }
        return error.status() == UNAVAILABLE ? answer.withHeader("Retry-After", RETRY_AFTER_SECONDS) : answer;
    }

    /** The refusal of a caller who is to come back soon. */
    static MatrixError unavailable(String message) {
        return MatrixError.of(UNAVAILABLE, MatrixErrorCode.UNKNOWN, message);
    }
}
