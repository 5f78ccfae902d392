package io.vestibule.kit.http;

import io.vestibule.matrix.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer. Immutable, as long as nobody writes to the body.
 *
 * @param status the status code
 * @param headers the headers, content type included; the length is added when it is written
 * @param body the body; empty where it comes from a stream
 * @param stream writes the body for as long as the caller listens; null for a body that is there already
 */
public record HttpAnswer(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable HttpStream stream) {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** An answer whose body is there already. */
    public HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, null);
    }

    /** An answer whose body comes bit by bit. */
    public static HttpAnswer streaming(String contentType, HttpStream stream) {
        return new HttpAnswer(200, Map.of("Content-Type", contentType), new byte[0], stream);
    }

    /** A JSON document. */
    public static HttpAnswer json(int status, byte[] document) {
        return new HttpAnswer(status, JSON, document);
    }

    /** A text of a given content type. */
    public static HttpAnswer text(int status, String contentType, String text) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An error of Matrix's form, {@code {"errcode":…,"error":…}}.
     *
     * @param message for people; must not hold lone surrogates
     */
    public static HttpAnswer error(int status, String errcode, String message) {
        byte[] document = new JsonWriter()
                .beginObject()
                .field("errcode", errcode)
                .field("error", message)
                .endObject()
                .toBytes();
        return json(status, document);
    }

    /** An error that asks the caller to come back: 503 with {@code Retry-After} in whole seconds, at least one. */
    public static HttpAnswer unavailable(String message, Duration after) {
        return error(503, "M_UNKNOWN", message)
                .withHeader("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
    }

    /** The same answer with one header more. */
    public HttpAnswer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, more, body, stream);
    }
}
