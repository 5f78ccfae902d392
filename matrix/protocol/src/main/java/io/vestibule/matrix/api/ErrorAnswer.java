package io.vestibule.matrix.api;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another server's answer that is not a success, as far as it can be read. Immutable.
 *
 * @param status the HTTP status
 * @param body the body; null if it is not a JSON object, as with proxies and old servers
 */
public record ErrorAnswer(int status, @Nullable JsonObject body) {

    private static final int MAX_MESSAGE = 500;
    private static final long MAX_RETRY_AFTER_MS = Duration.ofDays(30).toMillis();

    /** @return the answer read as well as it can be; never fails */
    public static ErrorAnswer read(ApiResponse response) {
        try {
            return new ErrorAnswer(response.status(), JsonObject.parse(response.body(), JsonRules.LENIENT));
        } catch (InvalidJsonException notAnErrorBody) {
            return new ErrorAnswer(response.status(), null);
        }
    }

    /** @return the code, if the server gave one */
    public Optional<MatrixErrorCode> errcode() {
        return string("errcode").filter(code -> !code.isEmpty()).map(MatrixErrorCode::new);
    }

    /** @return the server's text for people, at most 500 characters; may be empty */
    public String message() {
        String message = string("error").orElse("");
        return message.codePointCount(0, message.length()) <= MAX_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, MAX_MESSAGE));
    }

    /** @return the room's version, where the server names it */
    public Optional<RoomVersionId> roomVersion() {
        return string("room_version").flatMap(RoomVersionId::parse);
    }

    /** @return how long the server wants to be left alone, where the body says it; at most 30 days */
    public Optional<Duration> retryAfter() {
        long millis = body == null ? -1 : body.integer("retry_after_ms").orElse(-1);
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.min(millis, MAX_RETRY_AFTER_MS)));
    }

    /** @return whether the server gave this code */
    public boolean is(MatrixErrorCode code) {
        return errcode().filter(code::equals).isPresent();
    }

    /** @return whether the server denies the request for good: 403 with {@code M_FORBIDDEN}, and nothing else */
    public boolean isForbidden() {
        return status == 403 && is(MatrixErrorCode.FORBIDDEN);
    }

    /**
     * Whether the server does not know the endpoint, so that an older version of it may be tried. A 404 with another code,
     * such as {@code M_NOT_FOUND}, is an answer of the endpoint itself (MSC1794 warns against taking it for this). Servers
     * of before specification v1.4 answer 400 with {@code M_UNRECOGNIZED}.
     *
     * @return whether it is so
     */
    public boolean isEndpointUnknown() {
        boolean unrecognised = is(MatrixErrorCode.UNRECOGNIZED);
        return switch (status) {
            case 404, 405 -> unrecognised || body == null;
            case 400 -> unrecognised;
            default -> false;
        };
    }

    private Optional<String> string(String name) {
        return body == null ? Optional.empty() : body.string(name);
    }
}
