package io.vestibule.standalone;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vestibule.appservice.AppserviceService;
import io.vestibule.console.ConsoleService;
import io.vestibule.ingress.IngressService;
import io.vestibule.kit.config.FederationConfig;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.config.WatchedKeys;
import io.vestibule.kit.health.AdminServer;
import io.vestibule.kit.health.ClockCheck;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.kit.metrics.LimitCounters;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.federation.client.ConnectionLimits;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationClientSettings;
import io.vestibule.matrix.federation.client.FederationFailure;
import io.vestibule.matrix.federation.client.RequestSigner;
import io.vestibule.matrix.federation.client.XMatrixRequestSigner;
import io.vestibule.matrix.federation.keys.KeyQueries;
import io.vestibule.matrix.federation.keys.NetworkKeyFetcher;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyFetcher;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.service.TopologyService;
import io.vestibule.topology.service.query.QueryServer;
import io.vestibule.worker.WorkerService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the services of one process share and need no Kafka for: sockets, keys, metrics, health. Thread-safe. */
final class Foundation implements AutoCloseable {

    private final Parts parts = new Parts("the foundation");
    private final Vertx vertx;
    private final OwnKeys keys;
    private final FederationClient client;
    private final KeyRing keyRing;
    private final Metrics metrics = new Metrics();
    private final LimitCounters limits;
    private final Health health = new Health(metrics);
    private final AdminServer admin;
    private final Optional<QueryServer> queries;
    private final Tracing tracing;
    private volatile boolean started;

    private Foundation(VestibuleConfig config, boolean withTopology) {
        try {
            this.tracing =
                    parts.opened(Tracing.of(config.tracing(), config.server().name()));
            this.keys = WatchedKeys.watch(config.server(), System::nanoTime);
            this.limits = new LimitCounters(metrics);
            this.client = parts.opened(
                    new FederationClient(settings(config.federation()), signer(config, keys), this::failed));
            ExecutorService fetches = parts.opened(Executors.newVirtualThreadPerTaskExecutor());
            this.keyRing = new CachingKeyRing(
                    counted(fetcher(client, config.federation().keyFetchTimeout())),
                    InstantSource.system(),
                    KeyRingLimits.DEFAULT.fetching(
                            config.federation().keyFetches().pause(),
                            config.federation().keyFetches().strangers()),
                    fetches,
                    () -> limits.accept(Limit.KEY_FETCHES));
            this.vertx = newVertx();
            parts.opened(() -> vertx.close().await());
            for (Probe probe : List.of(Probe.STARTUP, Probe.READY)) {
                health.register(
                        probe, "start", () -> HealthStatus.of(started, "not all services have been started yet"));
            }
            health.register(Probe.LIVE, "clock", new ClockCheck(InstantSource.system()));
            this.admin = parts.opened(AdminServer.start(vertx, config.admin(), health, metrics));
            this.queries = withTopology
                    ? Optional.of(parts.opened(
                            QueryServer.start(vertx, config.topology().queries())))
                    : Optional.empty();
        } catch (RuntimeException failure) {
            parts.close();
            throw failure;
        }
    }

    /**
     * Opens everything; a process has one.
     *
     * @param withTopology whether the topology runs in this process, and can be asked what it knows
     */
    static Foundation lay(VestibuleConfig config, boolean withTopology) {
        return new Foundation(config, withTopology);
    }

    Health health() {
        return health;
    }

    /** From here on, readiness is what the services say. */
    void servicesAreStarted() {
        started = true;
        metrics.watchProcess();
    }

    IngressService.Surroundings forIngress(AvroSerdes serdes) {
        return new IngressService.Surroundings(vertx, keys, keyRing, serdes, metrics, health).traced(tracing);
    }

    TopologyService.Surroundings forTopology(AvroSerdes serdes) {
        return new TopologyService.Surroundings(serdes, metrics, health, queries, tracing);
    }

    ConsoleService.Surroundings forConsole() {
        return new ConsoleService.Surroundings(
                vertx, metrics, admin.address(), () -> queries.map(QueryServer::address));
    }

    WorkerService.Surroundings forWorker(AvroSerdes serdes) {
        return new WorkerService.Surroundings(client, keys, keyRing, serdes, metrics, health, tracing);
    }

    AppserviceService.Surroundings forAppservice(AvroSerdes serdes) {
        return new AppserviceService.Surroundings(vertx, serdes, metrics, health);
    }

    @Override
    public void close() {
        parts.close();
    }

    private void failed(FederationFailure failure) {
        switch (failure) {
            case FederationFailure.TooLarge tooLarge -> limits.accept(Limit.RESPONSE_SIZE);
            case FederationFailure.TimedOut late -> limits.accept(Limit.RESPONSE_TIME);
            case FederationFailure.BlockedAddress blocked -> limits.accept(Limit.ADDRESS);
            case FederationFailure.DnsFailed other -> {}
            case FederationFailure.Unreachable other -> {}
            case FederationFailure.TlsFailed other -> {}
            case FederationFailure.ConnectionLost other -> {}
            case FederationFailure.BadAnswer other -> {}
        }
    }

    private static FederationClientSettings settings(FederationConfig federation) {
        return FederationClientSettings.DEFAULT
                .withAddresses(federation.addresses())
                .withMostBytes(federation.maxResponseSize().bytes())
                .withConnections(ConnectionLimits.DEFAULT.withPerTarget(federation.connectionsPerServer()))
                .withExtraCaFiles(federation.extraCaFile().stream().toList());
    }

    private static RequestSigner signer(VestibuleConfig config, OwnKeys keys) {
        return new XMatrixRequestSigner(new XMatrixSigner(config.server().name(), keys, Ed25519.fastest()));
    }

    private static KeyFetcher fetcher(FederationClient client, Duration budget) {
        KeyQueries queries = new KeyQueries(client, new JsonSignatures(Ed25519.fastest()), InstantSource.system());
        return new NetworkKeyFetcher(queries, List.of(), budget);
    }

    private KeyFetcher counted(KeyFetcher fetcher) {
        Counter fetched = metrics.counter(Metric.KEY_FETCHES, "fetched");
        Counter failed = metrics.counter(Metric.KEY_FETCHES, "failed");
        return request -> {
            KeyFetch fetch = fetcher.fetch(request);
            switch (fetch) {
                case KeyFetch.Fetched answers -> fetched.increment();
                case KeyFetch.Failed reason -> failed.increment();
            }
            return fetch;
        };
    }

    private static Vertx newVertx() {
        return Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }
}
