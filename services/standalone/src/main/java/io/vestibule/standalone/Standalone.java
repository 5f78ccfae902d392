package io.vestibule.standalone;

import io.vestibule.appservice.AppserviceService;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.console.ConsoleService;
import io.vestibule.ingress.IngressService;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicCheck;
import io.vestibule.schemas.catalog.TopicDifference;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.topology.service.TopologyService;
import io.vestibule.worker.WorkerService;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process of Vestibule: some of its services, or all of them; on an embedded broker, or on a cluster. Everything
 * serves when {@link #start} returns. Thread-safe.
 */
public final class Standalone implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    private final Parts parts = new Parts("standalone");
    private final Map<Services, String> ready = new LinkedHashMap<>();
    private final VestibuleConfig config;

    private Standalone(VestibuleConfig asked, Set<Services> services) {
        try (Steps steps = new Steps()) {
            // What needs no broker is made while the broker starts.
            Steps.Step<Foundation> laid =
                    steps.begin(() -> parts.opened(Foundation.lay(asked, services.contains(Services.TOPOLOGY))));
            VestibuleConfig running = asked.kafka().isEmbedded() ? withBroker(asked) : asked;
            AvroSerdes serdes = parts.opened(AvroSerdes.of(serdeKeys(running)));
            serdes.openRegistry();
            // Each service asks for its own schemas again, and so waits for this where it must.
            Steps.Step<Void> prepared =
                    steps.begin(() -> serdes.prepare(running.kafka().topics().topics()));
            prepareTopics(running);
            Foundation foundation = laid.result();
            this.config =
                    services.contains(Services.APPSERVICE) ? withAppservices(running, foundation, serdes) : running;
            startAll(steps, services, foundation, serdes);
            prepared.result();
            foundation.servicesAreStarted();
            Readiness.await(foundation.health());
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /**
     * Starts every service in this process.
     *
     * @return when all of them serve
     * @throws RuntimeException if something cannot be used; the message names it
     */
    public static Standalone start(VestibuleConfig config) {
        return new Standalone(config, Services.of(config));
    }

    /** Starts one service in this process, against a cluster. */
    static Standalone start(VestibuleConfig config, Services service) {
        return new Standalone(config, EnumSet.of(service));
    }

    /** @return the configuration with the addresses that were really taken */
    public VestibuleConfig config() {
        return config;
    }

    /** @return where the page for operators is served, empty if it is not */
    public Optional<URI> console() {
        synchronized (ready) {
            return Optional.ofNullable(ready.get(Services.CONSOLE)).map(address -> URI.create("http://" + address));
        }
    }

    /** The line that says where everything is served. */
    String readyLine() {
        StringBuilder line = new StringBuilder("ready");
        ready.forEach((service, where) ->
                line.append(' ').append(service.label()).append('=').append(where));
        return line.append(" kafka=").append(config.kafka().bootstrap()).toString();
    }

    @Override
    public void close() {
        parts.close();
    }

    private VestibuleConfig withBroker(VestibuleConfig asked) {
        EmbeddedBroker broker = parts.opened(EmbeddedBroker.start(Clusters.embedded(asked)));
        return asked.withBrokerAt(HostPort.parse(broker.bootstrapServers()));
    }

    /** First, so that ingress knows whom to ask. */
    private VestibuleConfig withAppservices(VestibuleConfig running, Foundation foundation, AvroSerdes serdes) {
        AppserviceService appservices =
                parts.opened(AppserviceService.start(running, foundation.forAppservice(serdes)));
        isReady(Services.APPSERVICE, appservices.address().toString());
        return running.withUserQueriesAt(appservices.address());
    }

    private static void prepareTopics(VestibuleConfig config) {
        try (Admin admin = Admin.create(config.kafka().clientProperties())) {
            if (config.kafka().isEmbedded()) {
                askForCoordinators(admin, config);
            }
            TopicCheck check = new TopicAdmin(admin).ensure(config.kafka().topics());
            check.requireUsable();
            for (TopicDifference difference : check.differences()) {
                log.atWarn().addKeyValue("difference", difference.sentence()).log("a topic is not as catalogued");
            }
        }
    }

    // Kafka makes the topics behind groups and transactions when they are asked for the first time. Asked for after the
    // catalogue, they come to be behind its partitions, while the services wait for them.
    private static void askForCoordinators(Admin admin, VestibuleConfig config) {
        admin.describeConsumerGroups(List.of(config.worker().group().id()));
        admin.describeTransactions(List.of(config.topology().applicationId()));
    }

    // Side by side: each waits for its own group, and a start is as long as the longest of them.
    private void startAll(Steps steps, Set<Services> services, Foundation foundation, AvroSerdes serdes) {
        services.stream()
                .map(service -> steps.begin(() -> start(service, foundation, serdes)))
                .toList()
                .forEach(Steps.Step::result);
    }

    private void start(Services service, Foundation foundation, AvroSerdes serdes) {
        switch (service) {
            case APPSERVICE -> {} // runs already
            case INGRESS -> {
                IngressService ingress = parts.opened(IngressService.start(config, foundation.forIngress(serdes)));
                isReady(service, ingress.address().toString());
            }
            case TOPOLOGY -> {
                parts.opened(TopologyService.start(config, foundation.forTopology(serdes)));
                isReady(service, config.topology().applicationId());
            }
            case CONSOLE -> {
                ConsoleService console = parts.opened(ConsoleService.start(config, foundation.forConsole()));
                isReady(service, console.address().toString());
            }
            case WORKER -> {
                parts.opened(WorkerService.start(config, foundation.forWorker(serdes)));
                isReady(service, config.worker().group().id());
            }
        }
    }

    private static Map<String, Object> serdeKeys(VestibuleConfig config) {
        Map<String, Object> keys = config.kafka().clientProperties();
        keys.putAll(config.schemaRegistry().serdeProperties());
        return keys;
    }

    private void isReady(Services service, String where) {
        synchronized (ready) {
            ready.put(service, where);
        }
    }
}
