package io.vestibule.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.console.command.BadRequest;
import io.vestibule.kit.http.HttpRequest;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a request's query. Immutable.
 *
 * @param values by name
 */
record Query(Map<String, String> values) {

    static final int USUAL_LIMIT = 100;
    static final int MOST = 1_000;

    Query {
        values = Map.copyOf(values);
    }

    /** @throws BadRequest if one is there that is not among those, or twice */
    static Query of(HttpRequest request, Set<String> expected) throws BadRequest {
        int mark = request.target().indexOf('?');
        Map<String, String> values = new LinkedHashMap<>();
        if (mark >= 0 && mark < request.target().length() - 1) {
            for (String pair : request.target().substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (!expected.contains(name)) {
                    throw invalid("\"" + name + "\" is no parameter of this path; expected are "
                            + String.join(", ", expected.stream().sorted().toList()));
                }
                if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                    throw invalid("\"" + name + "\" stands there twice");
                }
            }
        }
        return new Query(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** @throws BadRequest if it is no number from 1 to {@value #MOST} */
    int limit() throws BadRequest {
        return number("limit", 1, MOST, USUAL_LIMIT);
    }

    int number(String name, int least, int most, int usual) throws BadRequest {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return usual;
        }
        if (!given.get().matches("\\d{1,9}")
                || Integer.parseInt(given.get()) < least
                || Integer.parseInt(given.get()) > most) {
            throw invalid("\"" + name + "\" must be a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(given.get());
    }

    /** @return a part of a path or query without its percent-encoding */
    static String decoded(String part) throws BadRequest {
        try {
            String text = URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
            if (text.indexOf('\uFFFD') >= 0) {
                throw invalid("\"" + part + "\" is no UTF-8");
            }
            return text;
        } catch (IllegalArgumentException malformed) {
            throw new BadRequest("M_INVALID_PARAM", "\"" + part + "\" has a broken percent-encoding");
        }
    }

    private static BadRequest invalid(String message) {
        return new BadRequest("M_INVALID_PARAM", message);
    }
}
