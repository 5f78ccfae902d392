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
 * @param maxRequestSize the most bytes of a body; more is answered with 413
 * @param maxInFlight the most requests at once; more are answered with 503
 * @param timeouts how long things may take
 */
public record ListenOptions(
        HostPort listen, Optional<TlsFiles> tls, int maxRequestSize, int maxInFlight, Timeouts timeouts) {

    /**
     * How long things may take.
     *
     * @param body from the request line to the end of the body; longer is answered with 408
     * @param idle how long a connection may stay without a byte in either direction
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
