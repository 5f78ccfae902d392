package io.vestibule.kit.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request with its whole body. Immutable, as long as nobody writes to the body.
 *
 * @param method the method in upper case, as on the wire
 * @param target the request target exactly as on the wire: path and query with their percent-encoding, never normalised;
 *     of an absolute target only what follows the authority
 * @param headerValues answers a header's values in their order, names without regard to case
 * @param body the body, empty if there was none
 */
public record HttpRequest(String method, String target, Function<String, List<String>> headerValues, byte[] body) {

    /** @return the values of a header in their order */
    public List<String> headers(String name) {
        return headerValues.apply(name);
    }

    /** @return the first value of a header */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** @return the target without its query */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
