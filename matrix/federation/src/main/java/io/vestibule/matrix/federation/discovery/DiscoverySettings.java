package io.vestibule.matrix.federation.discovery;

import java.time.Duration;

/**
 * How servers are discovered. Immutable.
 *
 * @param wellKnownPort the port that well-known resources are asked for at, 443 outside tests
 * @param defaultPort the port of a server that names none, 8448 outside tests
 * @param wellKnownTime how long one fetch of a well-known resource may take, redirects and all
 * @param lifetimes how long well-known answers are kept
 * @param cachedHosts how many hosts' answers are kept at most
 * @param mostTargets how many targets of one server are tried at most
 */
public record DiscoverySettings(
        int wellKnownPort,
        int defaultPort,
        Duration wellKnownTime,
        WellKnownLifetimes lifetimes,
        int cachedHosts,
        int mostTargets) {

    /** What the specification says; 10 s for a well-known resource, 10,000 hosts, 32 targets. */
    public static final DiscoverySettings DEFAULT =
            new DiscoverySettings(443, 8448, Duration.ofSeconds(10), WellKnownLifetimes.DEFAULT, 10_000, 32);

    public DiscoverySettings {
        checkPort("well-known port", wellKnownPort);
        checkPort("default port", defaultPort);
        if (wellKnownTime.isNegative() || wellKnownTime.isZero()) {
            throw new IllegalArgumentException("the time for a well-known resource is not positive: " + wellKnownTime);
        }
        if (cachedHosts < 1 || mostTargets < 1) {
            throw new IllegalArgumentException(
                    "at least one cached host and one target, not " + cachedHosts + " and " + mostTargets);
        }
    }

    private static void checkPort(String what, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(what + " is not from 1 to 65535: " + port);
        }
    }

    /** @return the same settings with other ports */
    public DiscoverySettings withPorts(int newWellKnownPort, int newDefaultPort) {
        return new DiscoverySettings(
                newWellKnownPort, newDefaultPort, wellKnownTime, lifetimes, cachedHosts, mostTargets);
    }

    /** @return the same settings with another time for well-known resources */
    public DiscoverySettings withWellKnownTime(Duration time) {
        return new DiscoverySettings(wellKnownPort, defaultPort, time, lifetimes, cachedHosts, mostTargets);
    }
}
