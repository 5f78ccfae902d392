package io.vestibule.matrix.federation.client;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Status and headers of an answer. Immutable.
 *
 * @param status the HTTP status
 * @param headers the first value of each header, by lower-case name
 */
public record ResponseHead(int status, Map<String, String> headers) {

    public ResponseHead {
        headers = Map.copyOf(headers);
    }

    /**
     * @param name a header's name, in any case
     * @return its first value, if it is there
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
