package io.vestibule.kit.health;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.AdminConfig;
import io.vestibule.kit.config.ConsoleConfig;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.http.BearerToken;
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
 * the process tells of this moment; {@code POST /now/…} has it do something. What is below {@code /now/} is for who shows the token;
 * without one it is for this machine alone. Thread-safe.
 */
public final class AdminServer implements AutoCloseable {

    private static final String NOW = "/now/";

    /** Names who asks for something to be done; a page in a browser may not send it to a foreign address. */
    public static final String OPERATOR = "X-Vestibule-Operator";

    private static final int MAX_REQUEST_SIZE = 1024;
    private static final int MAX_IN_FLIGHT = 64;
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final AdminConfig config;
    private final Health health;
    private final Metrics metrics;
    private final HttpListener listener;

    private AdminServer(Vertx vertx, AdminConfig config, Health health, Metrics metrics) {
        this.config = config;
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

    private HttpAnswer moment(HttpRequest request) {
        return switch (request.method()) {
            case "POST" -> done(request);
            case "GET", "HEAD" ->
                health.told(request.path().substring(NOW.length()))
                        .orElseGet(() -> HttpAnswer.error(404, "M_UNRECOGNIZED", "Nothing is told under this name"));
            default -> HttpAnswer.error(405, "M_UNRECOGNIZED", "Only GET and POST are answered here");
        };
    }

    /** Why the moment is none of the caller's business; empty if it is. */
    private Optional<HttpAnswer> refused(HttpRequest request) {
        if (config.token().isPresent()) {
            boolean known = BearerToken.of(request)
                    .filter(sent -> sent.is(config.token().get()))
                    .isPresent();
            return known
                    ? Optional.empty()
                    : Optional.of(
                            HttpAnswer.error(401, "M_UNKNOWN_TOKEN", "The token of admin.token is missing or wrong")
                                    .withHeader("WWW-Authenticate", "Bearer"));
        }
        return ConsoleConfig.isLoopback(config.listen().host())
                ? Optional.empty()
                : Optional.of(HttpAnswer.error(
                        403,
                        "M_FORBIDDEN",
                        "Where others than this machine can ask, this takes a token: set admin.token"));
    }

    private HttpAnswer answer(HttpRequest request) {
        if (request.path().startsWith(NOW)) {
            return refused(request).orElseGet(() -> moment(request));
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpAnswer.error(405, "M_UNRECOGNIZED", "Only GET is answered here");
        }
        if (request.path().equals("/metrics")) {
            return HttpAnswer.text(200, Metrics.CONTENT_TYPE, metrics.scrape());
        }
        return Arrays.stream(Probe.values())
                .filter(probe -> request.path().equals("/health/" + probe.label()))
                .findFirst()
                .map(health::answer)
                .orElseGet(() -> HttpAnswer.error(404, "M_UNRECOGNIZED", "Unknown path"));
    }
}
