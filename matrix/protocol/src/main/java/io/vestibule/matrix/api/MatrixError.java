package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonWriter;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error to answer a request with: {@code {"errcode": …, "error": …}} and what some codes add. Immutable.
 *
 * @param status the HTTP status
 * @param errcode the code
 * @param message text for people, naming the culprit
 * @param roomVersion the {@code room_version} that goes with {@link MatrixErrorCode#INCOMPATIBLE_ROOM_VERSION}
 * @param retryAfter the {@code retry_after_ms} that goes with {@link MatrixErrorCode#LIMIT_EXCEEDED}
 */
public record MatrixError(
        int status,
        MatrixErrorCode errcode,
        String message,
        @Nullable String roomVersion,
        @Nullable Duration retryAfter) {

    public MatrixError {
        Objects.requireNonNull(errcode, "errcode");
        Objects.requireNonNull(message, "message");
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status " + status + " is no error");
        }
    }

    /** @return an error without additions */
    public static MatrixError of(int status, MatrixErrorCode errcode, String message) {
        return new MatrixError(status, errcode, message, null, null);
    }

    /** @return the refusal of an event of a room version that is not supported */
    public static MatrixError incompatibleRoomVersion(String roomVersion) {
        return new MatrixError(
                400,
                MatrixErrorCode.INCOMPATIBLE_ROOM_VERSION,
                "room version " + Shown.of(roomVersion) + " is not supported",
                roomVersion,
                null);
    }

    /** @return the refusal of a request that came too soon */
    public static MatrixError limitExceeded(Duration retryAfter) {
        return new MatrixError(429, MatrixErrorCode.LIMIT_EXCEEDED, "Too many requests", null, retryAfter);
    }

    /**
     * @param limiter the name of the limit that was exceeded
     * @return the refusal of a request that came too soon
     */
    public static MatrixError limitExceeded(Duration retryAfter, String limiter) {
        return new MatrixError(
                429, MatrixErrorCode.LIMIT_EXCEEDED, "Too many requests (limiter: " + limiter + ")", null, retryAfter);
    }

    /** @return the answer to a path that is not served */
    public static MatrixError unknownEndpoint() {
        return of(404, MatrixErrorCode.UNRECOGNIZED, "Unrecognized request");
    }

    /** @return the answer to a method that a path does not take */
    public static MatrixError wrongMethod() {
        return of(405, MatrixErrorCode.UNRECOGNIZED, "Unrecognized request");
    }

    /** @return the body */
    public byte[] toBytes() {
        JsonWriter body =
                new JsonWriter().beginObject().field("errcode", errcode.value()).field("error", message);
        if (roomVersion != null) {
            body.field("room_version", roomVersion);
        }
        if (retryAfter != null) {
            body.field("retry_after_ms", retryAfter.toMillis());
        }
        return body.endObject().toBytes();
    }

    /** @return the whole answer */
    public ApiResponse toResponse() {
        return new ApiResponse(status, toBytes());
    }
}
