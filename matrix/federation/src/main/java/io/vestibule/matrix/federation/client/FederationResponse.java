package io.vestibule.matrix.federation.client;

import java.util.Optional;

/**
 * A whole answer.
 *
 * @param head status and headers
 * @param body the body; the array is the caller's to keep
 */
public record FederationResponse(ResponseHead head, byte[] body) {

    /** @return the HTTP status */
    public int status() {
        return head.status();
    }

    /** @return a header's first value, if it is there */
    public Optional<String> header(String name) {
        return head.header(name);
    }
}
