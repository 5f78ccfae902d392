package io.vestibule.appservice;

import io.vertx.core.Vertx;
import io.vestibule.appservice.claims.NamespaceLog;
import io.vestibule.appservice.push.AppserviceCalls;
import io.vestibule.appservice.push.Queues;
import io.vestibule.appservice.query.UserQueries;
import io.vestibule.appservice.registration.Registrations;
import io.vestibule.kit.config.AppserviceConfig;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.HealthStatus;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.http.HttpListener;
import io.vestibule.kit.http.ListenOptions;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service for application services, from {@link #start} to {@link #close}. Thread-safe. */
public final class AppserviceService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AppserviceService.class);
    private static final int MAX_QUESTION = 4 * 1024;
    private static final int MAX_QUESTIONS = 1024;

    /**
     * What the process has already. All of it stays the caller's to close, after the service.
     *
     * @param vertx whose event loops serve the listener
     * @param serdes writes and reads records
     * @param metrics counts
     * @param health takes the service's checks
     */
    public record Surroundings(Vertx vertx, AvroSerdes serdes, Metrics metrics, Health health) {}

    private final Parts parts = new Parts("the service for application services");
    private final NamespaceLog claims;
    private final Queues queues;
    private final RegistrationWatch watch;
    private final HttpListener listener;

    private AppserviceService(VestibuleConfig config, Surroundings with) {
        try {
            AppserviceConfig own = config.appservice();
            watch = RegistrationWatch.on(own.registration(), this::take);
            String prefix = config.kafka().topics().prefix();
            with.serdes()
                    .prepare(List.of(
                            Topics.HOMESERVER_APPSERVICES.prefixed(prefix),
                            Topics.INVITES_APPSERVICE.prefixed(prefix),
                            Topics.INVITES_DEAD_LETTERS.prefixed(prefix)));
            InstantSource clock = InstantSource.system();
            claims = parts.opened(new NamespaceLog(config.kafka(), with.serdes(), prefix));
            AppserviceCalls calls = parts.opened(new AppserviceCalls(own, clock));
            DeadLetterLog deadLetters =
                    parts.opened(new DeadLetterLog(config.kafka(), with.serdes(), clock, with.metrics()));
            Queues.Shared shared = new Queues.Shared(with.serdes(), calls, deadLetters, with.metrics());
            queues = parts.opened(new Queues(config, shared, watch::current));
            ExecutorService threads = parts.opened(Executors.newVirtualThreadPerTaskExecutor());
            UserQueries queries = new UserQueries(watch::current, calls, with.metrics(), threads);
            take(watch.current());
            listener = parts.opened(HttpListener.start(with.vertx(), options(own), queries));
            parts.opened(watch).begin();
            watch(with.health());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Publishes the namespaces and starts to deliver. The topics must exist.
     *
     * @throws RuntimeException if a registration file cannot be used (the message names file, line and reason), a topic is
     *     missing or the address cannot be taken
     */
    public static AppserviceService start(VestibuleConfig config, Surroundings with) {
        AppserviceService service = new AppserviceService(config, with);
        log.atInfo()
                .addKeyValue(LogKeys.ADDRESS, service.address())
                .addKeyValue("services", service.watch.current().byId().keySet())
                .log("application services are served");
        return service;
    }

    /** @return where it answers whether a user exists, with the port that was really taken */
    public HostPort address() {
        return listener.address();
    }

    /** Gives transactions under way a moment, then stops. What was not taken comes again. A second call does nothing. */
    @Override
    public void close() {
        parts.close();
    }

    /** First what others decide by, then who is served. */
    private void take(Registrations registrations) {
        claims.publish(registrations);
        queues.runFor(registrations);
    }

    private void watch(Health health) {
        health.register(
                Probe.READY,
                "appservice-queues",
                () -> HealthStatus.of(queues.areRunning(), "the queue of an application service has stopped"));
    }

    private static ListenOptions options(AppserviceConfig config) {
        return new ListenOptions(
                config.listen(),
                Optional.empty(),
                ListenOptions.Bounds.of(MAX_QUESTION, MAX_QUESTIONS),
                ListenOptions.Timeouts.DEFAULT);
    }
}
