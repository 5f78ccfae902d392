package io.vestibule.matrix.api;

import java.util.ArrayList;
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
        String path = target.path();
        List<String> names = new ArrayList<>(2);
        List<String> values = new ArrayList<>(2);
        int wanted = firstSegment(template);
        int given = firstSegment(path);
        while (wanted <= template.length() && given <= path.length()) {
            int wantedEnd = endOfSegment(template, wanted);
            int givenEnd = endOfSegment(path, given);
            if (template.startsWith("{", wanted)) {
                names.add(template.substring(wanted + 1, wantedEnd - 1));
                values.add(path.substring(given, givenEnd));
            } else if (wantedEnd - wanted != givenEnd - given
                    || !path.regionMatches(given, template, wanted, givenEnd - given)) {
                return Optional.empty();
            }
            wanted = wantedEnd + 1;
            given = givenEnd + 1;
        }
        boolean bothEnd = wanted > template.length() && given > path.length();
        return bothEnd ? Optional.of(new PathParameters(names, values)) : Optional.empty();
    }

    private static int firstSegment(String path) {
        return path.startsWith("/") ? 1 : 0;
    }

    private static int endOfSegment(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
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

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
