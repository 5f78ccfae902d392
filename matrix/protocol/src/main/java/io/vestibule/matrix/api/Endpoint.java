package io.vestibule.matrix.api;

import java.util.List;
import java.util.Optional;

/**
 * One version of one endpoint: a method and a path template such as {@code /_matrix/federation/v2/invite/{roomId}/{eventId}}.
 * Immutable.
 *
 * @param method the HTTP method, upper case
 * @param template the path, parameters in braces
 */
public record Endpoint(String method, String template) {

    static Endpoint get(String template) {
        return new Endpoint("GET", template);
    }

    static Endpoint put(String template) {
        return new Endpoint("PUT", template);
    }

    static Endpoint post(String template) {
        return new Endpoint("POST", template);
    }

    /**
     * Compares a path with the template, whatever the method: a router answers 405 where the path is known and the method
     * is not.
     *
     * @return the parameters' values, or empty if this is another path
     */
    public Optional<PathParameters> match(RequestTarget target) {
        List<String> wanted = new RequestTarget(template).segments();
        List<String> given = target.segments();
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!isParameter(wanted.get(i)) && !wanted.get(i).equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new PathParameters(wanted, given));
    }

    /** The path with the parameters' values in their order, percent-encoded. */
    String path(String... values) {
        StringBuilder path = new StringBuilder();
        int next = 0;
        for (String segment : new RequestTarget(template).segments()) {
            path.append('/').append(isParameter(segment) ? PercentEncoding.encode(values[next++]) : segment);
        }
        if (next != values.length) {
            throw new IllegalArgumentException(template + " takes " + next + " values, got " + values.length);
        }
        return path.toString();
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
