package io.vestibule.ingress;

import io.vertx.core.Vertx;
import io.vestibule.ingress.append.InviteLog;
import io.vestibule.ingress.policy.Permits;
import io.vestibule.ingress.policy.Policy;
import io.vestibule.ingress.users.LocalUsers;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.IngressConfig;
import io.vestibule.kit.config.StrangerLimits;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.http.HttpListener;
import io.vestibule.kit.http.ListenOptions;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.metrics.LimitCounters;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running ingress, from {@link #start} to {@link #close}. Thread-safe.
 *
 * <p>Each request runs on a virtual thread: verification is spread over as many carrier threads as there are cores, and a
 * request that waits for another server's keys holds nobody up.
 */
public final class IngressService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IngressService.class);

    private final Parts parts = new Parts("ingress");
    private final HttpListener listener;

    /**
     * What the process has already. All of it stays the caller's to close, after the service.
     *
     * @param vertx whose event loops serve the connections
     * @param keys our signing keys
     * @param keyRing other servers' keys
     * @param serdes writes and reads records
     * @param metrics counts
     * @param health takes the service's checks
     * @param clock tells the time
     * @param tracing draws spans
     */
    public record Surroundings(
            Vertx vertx,
            OwnKeys keys,
            KeyRing keyRing,
            AvroSerdes serdes,
            Metrics metrics,
            Health health,
            InstantSource clock,
            Tracing tracing) {

        /** The same untraced. */
        public Surroundings(
                Vertx vertx,
                OwnKeys keys,
                KeyRing keyRing,
                AvroSerdes serdes,
                Metrics metrics,
                Health health,
                InstantSource clock) {
            this(vertx, keys, keyRing, serdes, metrics, health, clock, Tracing.OFF);
        }

        /** The same with the system's clock. */
        public Surroundings(
                Vertx vertx, OwnKeys keys, KeyRing keyRing, AvroSerdes serdes, Metrics metrics, Health health) {
            this(vertx, keys, keyRing, serdes, metrics, health, InstantSource.system());
        }

        /** The same, traced. */
        public Surroundings traced(Tracing other) {
            return new Surroundings(vertx, keys, keyRing, serdes, metrics, health, clock, other);
        }
    }

    private IngressService(VestibuleConfig config, Surroundings with) {
        try {
            ExecutorService threads = parts.opened(Executors.newVirtualThreadPerTaskExecutor());
            Producer<byte[], byte[]> producer = InviteWiring.producer(config, with.metrics());
            InviteLog invites = parts.opened(InviteWiring.inviteLog(config, with, producer));
            invites.requireTopic();
            Policy policy = parts.opened(InviteWiring.policy(config, with));
            LocalUsers users = parts.opened(InviteWiring.localUsers(config, with));
            Permits permits = new Permits(policy, users, InviteWiring.refusalLog(config, with, producer), with.clock());
            FederationRoutes routes = InviteWiring.routes(config, with, permits, invites, threads);
            listener = parts.opened(HttpListener.start(
                    with.vertx(), options(config.ingress()), routes, new LimitCounters(with.metrics())));
            watch(with, users, invites);
            if (config.ingress().localUsers() == IngressConfig.LocalUsers.FEED) {
                with.metrics().gauge(Metric.INGRESS_LOCAL_USERS, users::size);
            }
            with.health().register(Probe.READY, "policy", policy::status);
            config.ingress().tls().ifPresent(tls -> {
                Instant until = CertificateEnd.of(tls.certFile());
                with.metrics()
                        .gauge(
                                Metric.INGRESS_CERTIFICATE,
                                () -> Duration.between(with.clock().instant(), until)
                                        .toSeconds());
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts to take invites. The topics must exist.
     *
     * @throws IllegalStateException if a topic is missing or the address cannot be taken
     */
    public static IngressService start(VestibuleConfig config, Surroundings with) {
        IngressService service = new IngressService(config, with);
        log.atInfo().addKeyValue(LogKeys.ADDRESS, service.address()).log("ingress takes invites");
        return service;
    }

    /** @return where it listens, with the port that was really taken */
    public HostPort address() {
        return listener.address();
    }

    /**
     * Takes no new request, answers those under way within the drain timeout, then lets go of the brokers. A second call does
     * nothing.
     */
    @Override
    public void close() {
        parts.close();
    }

    private void watch(Surroundings with, LocalUsers users, InviteLog invites) {
        with.health().register(Probe.READY, "invite-log", invites::status);
        with.health().register(Probe.READY, "local-users", users::status);
        with.metrics().gauge(Metric.INGRESS_IN_FLIGHT, listener::inFlight);
    }

    private static ListenOptions options(IngressConfig config) {
        StrangerLimits.Transport transport = config.strangers().transport();
        return new ListenOptions(
                config.listen(),
                config.tls(),
                new ListenOptions.Bounds(
                        config.limits().maxRequestSize().intBytes(),
                        transport.maxHeaderSize().intBytes(),
                        config.limits().maxInFlight(),
                        transport.connectionsPerAddress()),
                new ListenOptions.Timeouts(
                        transport.bodyTimeout(),
                        transport.idleTimeout(),
                        config.limits().drainTimeout()));
    }
}
