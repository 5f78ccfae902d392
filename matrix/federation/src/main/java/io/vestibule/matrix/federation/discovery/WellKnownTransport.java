package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Gets one HTTPS resource, without following redirects. The addresses of the host go through the address guard. Thread-safe.
 */
@FunctionalInterface
public interface WellKnownTransport {

    /**
     * @param uri an {@code https} URI with a host
     * @param mostBytes the largest body to take
     * @param deadline when to give up
     * @return the response, or why there is none
     * @throws InterruptedException if the calling thread is interrupted
     */
    Answer get(URI uri, int mostBytes, Deadline deadline) throws InterruptedException;

    /** What came of it. */
    sealed interface Answer {}

    /**
     * A response, whatever its status.
     *
     * @param status the HTTP status
     * @param location the {@code Location} header, if any
     * @param cacheControl the {@code Cache-Control} header, if any
     * @param body the whole body
     */
    record Response(
            int status, @Nullable String location, @Nullable String cacheControl, byte[] body) implements Answer {}

    /** @param reason for people */
    record TooLarge(String reason) implements Answer {}

    /** @param reason for people */
    record Unavailable(String reason) implements Answer {}
}
