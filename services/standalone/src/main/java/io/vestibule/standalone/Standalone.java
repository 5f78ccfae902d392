package io.vestibule.standalone;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.ingress.IngressService;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.TopicCheck;
import io.vestibule.schemas.catalog.TopicDifference;
import io.vestibule.topology.service.TopologyService;
import io.vestibule.worker.WorkerService;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process of Vestibule: some of its services, or all of them; on an embedded broker, or on a cluster. Everything
 * serves when {@link #start} returns. Thread-safe.
 */
public final class Standalone implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    private final Parts parts = new Parts();
    private final Map<Services, String> ready = new LinkedHashMap<>();
    private final VestibuleConfig config;

    private Standalone(VestibuleConfig asked, Set<Services> services) {
        try {
            this.config = asked.kafka().isEmbedded() ? withBroker(asked) : asked;
            prepareTopics();
            Foundation foundation = parts.opened(Foundation.lay(config));
            foundation.serdes().prepare(config.kafka().topics().topics());
            startAll(services, foundation);
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
        return new Standalone(config, EnumSet.allOf(Services.class));
    }

    /** Starts one service in this process, against a cluster. */
    static Standalone start(VestibuleConfig config, Services service) {
        return new Standalone(config, EnumSet.of(service));
    }

    /** @return the configuration with the addresses that were really taken */
    public VestibuleConfig config() {
        return config;
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
        HostPort listen = asked.kafka().embeddedListen();
        Path data = asked.dataDir().resolve("broker");
        EmbeddedBroker broker =
                parts.opened(EmbeddedBroker.start(BrokerConfig.listening(data, listen.host(), listen.port())));
        return asked.withBrokerAt(HostPort.parse(broker.bootstrapServers()));
    }

    private void prepareTopics() {
        try (Admin admin = Admin.create(config.kafka().clientProperties())) {
            TopicCheck check = new TopicAdmin(admin).ensure(config.kafka().topics());
            check.requireUsable();
            for (TopicDifference difference : check.differences()) {
                log.atWarn().addKeyValue("difference", difference.sentence()).log("a topic is not as catalogued");
            }
        }
    }

    // Side by side: each waits for its own group, and a start is as long as the longest of them.
    private void startAll(Set<Services> services, Foundation foundation) {
        try (ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> started = services.stream()
                    .map(service -> CompletableFuture.runAsync(() -> start(service, foundation), starts))
                    .toList();
            CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private void start(Services service, Foundation foundation) {
        switch (service) {
            case INGRESS -> {
                IngressService ingress = parts.opened(IngressService.start(config, foundation.forIngress()));
                isReady(service, ingress.address().toString());
            }
            case TOPOLOGY -> {
                parts.opened(TopologyService.start(config, foundation.forTopology()));
                isReady(service, config.topology().applicationId());
            }
            case WORKER -> {
                parts.opened(WorkerService.start(config, foundation.forWorker()));
                isReady(service, config.worker().group().id());
            }
        }
    }

    private void isReady(Services service, String where) {
        synchronized (ready) {
            ready.put(service, where);
        }
    }
}
