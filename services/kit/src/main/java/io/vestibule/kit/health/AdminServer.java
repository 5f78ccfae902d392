package io.vestibule.kit.health;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.AdminConfig;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.kit.http.HttpListener;
import io.vestibule.kit.http.HttpRequest;
import io.vestibule.kit.http.ListenOptions;
import io.vestibule.kit.metrics.Metrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers {@code /health/live}, {@code /health/ready}, {@code /health/startup}, {@code /metrics}, and {@code /now/…} for what
 * the process tells of this moment; {@code POST /now/…} has it do something. Thread-safe.
 */
public final class AdminServer implements AutoCloseable {

    private static final String NOW = "/now/";

    /** Names who asks for something to be done; a page in a browser may not send it to a foreign address. */
    public static final String OPERATOR = "X-Vestibule-Operator";

    private static final int MAX_REQUEST_SIZE = 1024;
    private static final int MAX_IN_FLIGHT = 64;
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final Health health;
    private final Metrics metrics;
    private final HttpListener listener;

    private AdminServer(Vertx vertx, AdminConfig config, Health health, Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
        ListenOptions options = new ListenOptions(
                config.listen(),
                Optional.empty(),
                ListenOptions.Bounds.of(MAX_REQUEST_SIZE, MAX_IN_FLIGHT),
                ListenOptions.Timeouts.DEFAULT.drainingFor(DRAIN));
        this.listener =
                HttpListener.start(vertx, options, request -> CompletableFuture.completedFuture(answer(request)));
    }

    /**
     * Starts to listen.
     *
     * @param vertx whose event loop serves it; stays the caller's to close
     * @throws IllegalStateException if the address cannot be taken
     */
    public static AdminServer start(Vertx vertx, AdminConfig config, Health health, Metrics metrics) {
        return new AdminServer(vertx, config, health, metrics);
    }

    /** @return where it listens, with the port that was really taken */
    public HostPort address() {
        return listener.address();
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpAnswer done(HttpRequest request) {
        return request.header(OPERATOR)
                .filter(operator -> !operator.isBlank())
                .map(operator -> health.done(request.path().substring(NOW.length()), operator)
                        .orElseGet(() -> HttpAnswer.error(404, "M_UNRECOGNIZED", "Nothing is done under this name")))
                .orElseGet(() -> HttpAnswer.error(403, "M_FORBIDDEN", "The header " + OPERATOR + " says who asks"));
    }

    private HttpAnswer answer(HttpRequest request) {
        if (request.method().equals("POST") && request.path().startsWith(NOW)) {
            return done(request);
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpAnswer.error(405, "M_UNRECOGNIZED", "Only GET is answered here");
        }
        if (request.path().equals("/metrics")) {
            return HttpAnswer.text(200, Metrics.CONTENT_TYPE, metrics.scrape());
        }
        if (request.path().startsWith(NOW)) {
            return health.told(request.path().substring(NOW.length()))
                    .orElseGet(() -> HttpAnswer.error(404, "M_UNRECOGNIZED", "Nothing is told under this name"));
        }
        return Arrays.stream(Probe.values())
                .filter(probe -> request.path().equals("/health/" + probe.label()))
                .findFirst()
                .map(health::answer)
                .orElseGet(() -> HttpAnswer.error(404, "M_UNRECOGNIZED", "Unknown path"));
    }
}
