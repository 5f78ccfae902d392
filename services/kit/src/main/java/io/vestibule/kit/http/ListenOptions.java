package io.vestibule.kit.http;

import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.TlsFiles;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how a listener takes requests. Immutable.
 *
 * @param listen where; port 0 takes a free one
 * @param tls certificate and key, or empty for clear text
 * @param bounds how much and how many
 * @param timeouts how long things may take
 */
public record ListenOptions(HostPort listen, Optional<TlsFiles> tls, Bounds bounds, Timeouts timeouts) {

    /**
     * How much and how many.
     *
     * @param maxRequestSize the most bytes of a body; more is answered with 413
     * @param maxHeaderSize the most bytes of all headers; more is answered with 400
     * @param maxInFlight the most requests at once; more are answered with 503
     * @param maxConnectionsPerAddress the most connections from one network address; further ones are closed. Where there is such a
     *     bound, HTTP/2 is spoken over TLS alone: in clear text a connection would count only once its first head is there
     */
    public record Bounds(int maxRequestSize, int maxHeaderSize, int maxInFlight, int maxConnectionsPerAddress) {

        private static final int USUAL_HEADERS = 32 * 1024;

        /** For callers of our own: headers of 32 KiB, and no bound on connections. */
        public static Bounds of(int maxRequestSize, int maxInFlight) {
            return new Bounds(maxRequestSize, USUAL_HEADERS, maxInFlight, Integer.MAX_VALUE);
        }

        /** @return whether connections are bounded, and so counted from the moment that they are there */
        boolean countsConnections() {
            return maxConnectionsPerAddress != Integer.MAX_VALUE;
        }
    }

    /**
     * How long things may take.
     *
     * @param body from the request line to the end of the body; longer is answered with 408
     * @param idle how long a connection may stay without a request; a quarter longer without a byte in either direction
     * @param drain how long requests under way may take once the listener is closed
     */
    public record Timeouts(Duration body, Duration idle, Duration drain) {

        /** 30 seconds for a body, 2 minutes idle, 10 seconds to drain. */
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofSeconds(10));

        /** The same with another time to drain. */
        public Timeouts drainingFor(Duration other) {
            return new Timeouts(body, idle, other);
        }
    }
}
