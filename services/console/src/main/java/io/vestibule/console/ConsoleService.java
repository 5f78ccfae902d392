package io.vestibule.console;

import io.vertx.core.Vertx;
import io.vestibule.client.ClientSettings;
import io.vestibule.console.api.ConsoleApi;
import io.vestibule.console.api.ConsoleRoutes;
import io.vestibule.console.api.Resources;
import io.vestibule.console.api.TopologyClient;
import io.vestibule.console.api.WorkersNow;
import io.vestibule.console.board.Boards;
import io.vestibule.console.command.CommandDesk;
import io.vestibule.console.command.ForgetDesk;
import io.vestibule.kit.config.ConsoleConfig;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.http.HttpListener;
import io.vestibule.kit.http.ListenOptions;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.kit.log.LogKeys;
import io.vestibule.kit.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running console, from {@link #start} to {@link #close}. Thread-safe. */
public final class ConsoleService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConsoleService.class);
    private static final int MAX_REQUEST_SIZE = 2 << 20;
    private static final int MAX_IN_FLIGHT = 256;
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /**
     * What the process has already. All of it stays the caller's to close, after the service.
     *
     * @param vertx whose event loops serve the listener
     * @param metrics counts
     * @param admin where this process tells what it is doing
     * @param topology where the topology of this process answers queries, empty if it has none
     */
    public record Surroundings(Vertx vertx, Metrics metrics, HostPort admin, Supplier<Optional<HostPort>> topology) {}

    private final Parts parts = new Parts("the console");
    private final OnDemand resources;
    private final HttpListener listener;

    private ConsoleService(VestibuleConfig config, HostPort listen, Surroundings with) {
        try {
            ConsoleConfig own = config.console();
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            parts.opened(threads::shutdownNow);
            this.resources = parts.opened(new OnDemand(config, with.metrics()));
            TopologyClient topology = parts.opened(new TopologyClient(
                    () -> own.topology().isEmpty()
                            ? with.topology().get().stream().toList()
                            : own.topology(),
                    config.topology().queries().token()));
            WorkersNow workers = parts.opened(new WorkersNow(
                    () -> own.workers().isEmpty() ? List.of(with.admin()) : own.workers(),
                    config.admin().token()));
            ConsoleApi api = parts.opened(new ConsoleApi(
                    resources, topology, workers, config.kafka().topics().prefix()));
            resources.telling(api);
            ConsoleRoutes routes =
                    api.routes(own.access(), ConsoleConfig.isLoopback(listen.host()), threads, with.metrics());
            this.listener = HttpListener.start(with.vertx(), options(listen), routes);
            parts.opened(listener);
            // Before the listener waits for what is under way, the streams that never end by themselves.
            parts.opened(api);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts to listen. Kafka is first asked when somebody asks the console.
     *
     * @throws IllegalStateException if the address cannot be taken, or the configuration switches the console off
     */
    public static ConsoleService start(VestibuleConfig config, Surroundings with) {
        HostPort listen = config.console()
                .listen()
                .orElseThrow(() -> new IllegalStateException("console.listen is 'off': there is nothing to start"));
        ConsoleService service = new ConsoleService(config, listen, with);
        log.atInfo().addKeyValue(LogKeys.ADDRESS, service.address()).log("the console listens");
        return service;
    }

    /** @return where it listens, with the port that was really taken */
    public HostPort address() {
        return listener.address();
    }

    /** Ends what is followed, gives requests under way a moment, then stops. A second call does nothing. */
    @Override
    public void close() {
        parts.close();
    }

    private static ListenOptions options(HostPort listen) {
        return new ListenOptions(
                listen,
                Optional.empty(),
                ListenOptions.Bounds.of(MAX_REQUEST_SIZE, MAX_IN_FLIGHT),
                ListenOptions.Timeouts.DEFAULT.drainingFor(DRAIN));
    }

    /** Opens boards and desk when they are asked for, and again where a follower has stopped. */
    private static final class OnDemand implements Resources, AutoCloseable {

        private final ClientSettings settings;
        private final ForgetDesk forgets;
        private final ConsoleConfig.Memory memory;
        private final List<String> groups;
        private final Metrics metrics;
        private volatile @Nullable ConsoleApi api;
        private volatile @Nullable Boards boards;
        private @Nullable CommandDesk desk;

        OnDemand(VestibuleConfig config, Metrics metrics) {
            this.settings = new ClientSettings(
                    config.kafka().clientProperties(),
                    config.schemaRegistry().serdeProperties(),
                    config.kafka().topics().prefix());
            this.forgets = new ForgetDesk(settings, config.kafka().topics(), this::desk);
            this.memory = config.console().memory();
            this.groups = List.of(
                    config.topology().applicationId(), config.worker().group().id());
            this.metrics = metrics;
        }

        void telling(ConsoleApi hears) {
            api = hears;
        }

        @Override
        public synchronized Boards boards() {
            Boards open = boards;
            if (open != null && !open.areRunning()) {
                open.close();
                open = null;
            }
            if (open == null) {
                open = Boards.open(settings, new Boards.Source(memory, groups, InstantSource.system(), key -> {
                    ConsoleApi hears = api;
                    if (hears != null) {
                        hears.changed(key);
                    }
                }));
                boards = open;
            }
            return open;
        }

        @Override
        public synchronized CommandDesk desk() {
            CommandDesk open = desk;
            if (open != null && open.isBroken()) {
                open.close();
                open = null;
            }
            if (open == null) {
                open = CommandDesk.open(settings, metrics);
                desk = open;
            }
            return open;
        }

        @Override
        public ForgetDesk forgets() {
            return forgets;
        }

        @Override
        public synchronized void close() {
            forgets.close();
            if (desk != null) {
                desk.close();
            }
            Boards open = boards;
            if (open != null) {
                open.close();
            }
        }
    }
}
