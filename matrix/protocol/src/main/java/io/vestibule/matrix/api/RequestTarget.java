package io.vestibule.matrix.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A request target exactly as it stands in the request line (or in HTTP/2's {@code :path}): path and query, still encoded.
 *
 * <p>The raw form is kept because X-Matrix signs it; a target that somebody has normalised no longer verifies. Immutable.
 *
 * @param raw the target as received
 */
public record RequestTarget(String raw) {

    /** @return the path, still percent-encoded, without the query */
    public String path() {
        int question = raw.indexOf('?');
        return question < 0 ? raw : raw.substring(0, question);
    }

    /** The segments of the path, still encoded; {@code /a/b} has the segments a and b, {@code /a/} has a and an empty one. */
    List<String> segments() {
        String path = path();
        return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    }

    /** The decoded values of a query parameter in their order; values that cannot be decoded are left out. */
    List<String> query(String name) {
        int question = raw.indexOf('?');
        if (question < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (String pair : raw.substring(question + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (PercentEncoding.decode(key).orElse("").equals(name)) {
                PercentEncoding.decode(value.replace("+", "%20")).ifPresent(values::add);
            }
        }
        return values;
    }

    @Override
    public String toString() {
        return raw;
    }
}
