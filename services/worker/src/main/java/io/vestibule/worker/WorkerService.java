package io.vestibule.worker;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.lanes.LaneConsumer;
import io.vestibule.kit.lanes.LaneSettings;
import io.vestibule.kit.lanes.LaneWork;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.kit.trace.Tracing;
import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.worker.imports.RoomImport;
import io.vestibule.worker.imports.VerificationLanes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running worker, from {@link #start} to {@link #close}. Thread-safe. */
public final class WorkerService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerService.class);

    /**
     * What the process has already. All of it stays the caller's to close, after the service.
     *
     * @param client calls other servers
     * @param keys our signing keys
     * @param keyRing other servers' keys
     * @param serdes writes and reads records
     * @param metrics counts
     * @param health takes the service's checks
     * @param tracing draws spans
     */
    public record Surroundings(
            FederationClient client,
            OwnKeys keys,
            KeyRing keyRing,
            AvroSerdes serdes,
            Metrics metrics,
            Health health,
            Tracing tracing) {

        /** The same untraced. */
        public Surroundings(
                FederationClient client,
                OwnKeys keys,
                KeyRing keyRing,
                AvroSerdes serdes,
                Metrics metrics,
                Health health) {
            this(client, keys, keyRing, serdes, metrics, health, Tracing.OFF);
        }
    }

    private final Parts parts = new Parts("the worker");
    private final LaneConsumer lanes;
    private final Duration drain;

    private WorkerService(VestibuleConfig config, Surroundings with) throws IOException {
        this.drain = config.worker().load().drainTimeout();
        try {
            WorkerWiring wiring = new WorkerWiring(config, with);
            ResultLog results = parts.opened(wiring.results());
            RoomImport rooms =
                    wiring.imports(parts.opened(wiring.importProducer()), parts.opened(VerificationLanes.open()));
            OrderHandling handling = wiring.handling(results, rooms);
            LaneSettings settings = wiring.lanes();
            LaneWork<?> work = new LaneWork<>(wiring.decoder(), handling, results);
            with.metrics().gauge(Metric.WORKER_CAPACITY, settings.bounds()::maxRunning);
            lanes = LaneConsumer.start(settings, config.kafka().clientProperties(), work);
            watch(with);
            log.atInfo()
                    .addKeyValue("topic", settings.topic())
                    .addKeyValue("instance", settings.instance())
                    .log("worker takes orders");
        } catch (IOException | RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    /**
     * Joins the workers' group and starts to carry out orders. The topics must exist.
     *
     * @throws UncheckedIOException if the data folder cannot be used
     */
    public static WorkerService start(VestibuleConfig config, Surroundings with) {
        try {
            return new WorkerService(config, with);
        } catch (IOException e) {
            throw new UncheckedIOException("the worker cannot use " + config.dataDir() + ": " + e.getMessage(), e);
        }
    }

    /** @return whether it is a member of its group and has not failed */
    public boolean isRunning() {
        return lanes.isRunning();
    }

    /** Stops as one who comes back: takes no new order, gives running ones their time, commits. Twice is once. */
    @Override
    public void close() {
        close(GroupMembershipOperation.DEFAULT);
    }

    /** Stops for good: as {@link #close()}, and other workers take over at once. */
    public void leave() {
        close(GroupMembershipOperation.LEAVE_GROUP);
    }

    private void close(GroupMembershipOperation membership) {
        lanes.close(drain, membership);
        closeParts();
    }

    private void closeParts() {
        parts.close();
    }

    private void watch(Surroundings with) {
        with.health()
                .register(
                        Probe.READY,
                        "worker-lanes",
                        () -> HealthStatus.of(
                                lanes.isRunning(),
                                lanes.failure()
                                        .map(failure -> "stopped by " + failure)
                                        .orElse("not a member of its group yet")));
        with.health()
                .register(
                        Probe.LIVE,
                        "worker-lanes",
                        () -> lanes.failure()
                                .<HealthStatus>map(failure -> new HealthStatus.Down("stopped by " + failure))
                                .orElse(HealthStatus.UP));
        with.metrics().kafka().watch("worker-orders", lanes::metrics);
        with.metrics().gauge(Metric.WORKER_IN_FLIGHT, () -> lanes.use().running());
        with.metrics().gauge(Metric.WORKER_HELD, () -> lanes.use().held());
    }
}
