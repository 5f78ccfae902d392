package io.vestibule.kit.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code ingress} section: the HTTP server that other homeservers send invites to. Immutable.
 *
 * @param listen where it listens
 * @param tls certificate and key, or empty behind a proxy that ends TLS
 * @param serveKeys whether {@code GET /_matrix/key/v2/server} is answered here, because the homeserver does not
 * @param localUsers how it is known which users exist
 * @param appserviceQuery the appservice service, which is asked for unknown users of exclusive namespaces
 * @param stateChecks how strictly stripped state is checked
 * @param limits bounds of what is taken in
 * @param strangers bounds of what strangers may do
 */
public record IngressConfig(
        HostPort listen,
        Optional<TlsFiles> tls,
        boolean serveKeys,
        LocalUsers localUsers,
        Optional<URI> appserviceQuery,
        StateChecks stateChecks,
        Limits limits,
        StrangerLimits strangers) {

    /** How it is known which local users exist. */
    public enum LocalUsers {
        /** Every well-formed user ID of our server name exists. */
        ANY,
        /** The compacted topic that the homeserver feeds says it. */
        FEED
    }

    /**
     * The MSC4311 levels.
     *
     * @param beforeV12 for room versions 1 to 11
     * @param fromV12 for room versions whose room ID is the create event's hash
     */
    public record StateChecks(StateCheck beforeV12, StateCheck fromV12) {}

    /**
     * Bounds of what is taken in.
     *
     * @param maxRequestSize the most bytes of a request body
     * @param maxInFlight the most requests at once; further ones are told to come back
     * @param ackTimeout how long the broker may take to acknowledge before the caller is told to come back
     * @param drainTimeout how long requests under way may take when the server stops
     */
    public record Limits(ByteSize maxRequestSize, int maxInFlight, Duration ackTimeout, Duration drainTimeout) {

        public Limits {
            Syntax.within(MAX_IN_FLIGHT, maxInFlight, 1, 1_000_000);
            Syntax.positive(ACK_TIMEOUT, ackTimeout);
            Syntax.positive(DRAIN_TIMEOUT, drainTimeout);
            Syntax.within(MAX_REQUEST_SIZE, maxRequestSize.intBytes(), 65_536, 64 << 20);
        }
    }

    static final Key<HostPort> LISTEN = Key.of(
            "ingress.listen", "127.0.0.1:8008", "Where invites arrive; port 0 takes a free one.", HostPort::parse);
    static final Key<Optional<String>> TLS_CERT_FILE = Key.optional(
            "ingress.tls.cert-file", "The certificate chain, PEM; without it, TLS ends at a proxy.", Syntax::text);
    static final Key<Optional<String>> TLS_KEY_FILE =
            Key.optional("ingress.tls.key-file", "The certificate's private key, PEM.", Syntax::text);
    static final Key<Boolean> SERVE_KEYS = Key.of(
            "ingress.serve-keys",
            "true",
            "Whether GET /_matrix/key/v2/server is answered here; false when the homeserver does.",
            Syntax::bool);
    static final Key<LocalUsers> LOCAL_USERS = Key.of(
            "ingress.local-users",
            "any",
            "Which local users exist: 'any' well-formed ID, or those of the 'feed' homeserver.users. What that says of their wishes"
                    + " counts in both cases.",
            Syntax.oneOf(LocalUsers.class));
    static final Key<Optional<URI>> APPSERVICE_QUERY = Key.optional(
            "ingress.appservice-query",
            "The appservice service (http://host:port), asked for users that the feed does not have and an application"
                    + " service has to itself; left out, nobody is asked, and standalone asks its own.",
            Syntax::httpUri);
    static final Key<StateCheck> STATE_CHECK_BEFORE_V12 = Key.of(
            "ingress.state-check.before-v12",
            "warn",
            "MSC4311 checks for room versions 1 to 11: off, warn, create or full.",
            Syntax.oneOf(StateCheck.class));
    static final Key<StateCheck> STATE_CHECK_FROM_V12 = Key.of(
            "ingress.state-check.from-v12",
            "create",
            "MSC4311 checks for room version 12 and later: off, warn, create or full.",
            Syntax.oneOf(StateCheck.class));
    static final Key<ByteSize> MAX_REQUEST_SIZE =
            Key.of("ingress.max-request-size", "2MiB", "The most bytes of a request body.", ByteSize::parse);
    static final Key<Integer> MAX_IN_FLIGHT = Key.of(
            "ingress.max-in-flight", "1024", "The most requests at once; more are told to retry.", Syntax::integer);
    static final Key<Duration> ACK_TIMEOUT = Key.of(
            "ingress.ack-timeout", "5s", "How long the broker may take before the answer is 503.", Syntax::duration);
    static final Key<Duration> DRAIN_TIMEOUT =
            Key.of("ingress.drain-timeout", "10s", "How long requests under way may take at a stop.", Syntax::duration);

    static final List<Key<?>> KEYS = Stream.<Key<?>>concat(
                    Stream.<Key<?>>of(
                            LISTEN,
                            TLS_CERT_FILE,
                            TLS_KEY_FILE,
                            SERVE_KEYS,
                            LOCAL_USERS,
                            APPSERVICE_QUERY,
                            STATE_CHECK_BEFORE_V12,
                            STATE_CHECK_FROM_V12,
                            MAX_REQUEST_SIZE,
                            MAX_IN_FLIGHT,
                            ACK_TIMEOUT,
                            DRAIN_TIMEOUT),
                    StrangerLimits.KEYS.stream())
            .toList();

    static IngressConfig read(Settings settings, Path base) {
        return new IngressConfig(
                settings.get(LISTEN),
                tls(settings, base),
                settings.get(SERVE_KEYS),
                settings.get(LOCAL_USERS),
                settings.get(APPSERVICE_QUERY),
                new StateChecks(settings.get(STATE_CHECK_BEFORE_V12), settings.get(STATE_CHECK_FROM_V12)),
                new Limits(
                        settings.get(MAX_REQUEST_SIZE),
                        settings.get(MAX_IN_FLIGHT),
                        settings.get(ACK_TIMEOUT),
                        settings.get(DRAIN_TIMEOUT)),
                StrangerLimits.read(settings));
    }

    IngressConfig askingForUsersAt(HostPort actual) {
        Optional<URI> asked = appserviceQuery.or(() -> Optional.of(URI.create("http://" + actual)));
        return new IngressConfig(listen, tls, serveKeys, localUsers, asked, stateChecks, limits, strangers);
    }

    private static Optional<TlsFiles> tls(Settings settings, Path base) {
        Optional<String> cert = settings.get(TLS_CERT_FILE);
        Optional<String> key = settings.get(TLS_KEY_FILE);
        if (cert.isPresent() != key.isPresent()) {
            Key<?> missing = cert.isPresent() ? TLS_KEY_FILE : TLS_CERT_FILE;
            throw new ConfigException(missing + " is missing: TLS needs a certificate and its key");
        }
        return cert.flatMap(c -> key.map(k -> new TlsFiles(base.resolve(c), base.resolve(k))));
    }
}
