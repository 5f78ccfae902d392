package io.vestibule.kit.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.TlsFiles;
import io.vestibule.kit.metrics.Limit;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening HTTP server with bounded requests, which finishes what is under way when it is closed. Thread-safe. */
public final class HttpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

    /** Room and event ID percent-encoded to the last byte, three times over. */
    private static final int MAX_REQUEST_LINE = 8 * 1024;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final ListenOptions options;
    private final HttpHandler handler;
    private final Consumer<Limit> limits;
    private final Occupancy<String> connections;
    private final Map<HttpConnection, HeadWatch> heads = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final AtomicInteger inFlight = new AtomicInteger();

    private HttpListener(Vertx vertx, ListenOptions options, HttpHandler handler, Consumer<Limit> limits) {
        this.vertx = vertx;
        this.options = options;
        this.handler = handler;
        this.limits = limits;
        this.connections = new Occupancy<>(options.bounds().maxConnectionsPerAddress());
        this.server = vertx.createHttpServer(serverOptions(options));
    }

    /**
     * Starts to listen.
     *
     * @param vertx whose event loops serve the connections; stays the caller's to close
     * @param options where and how
     * @param handler answers the requests
     * @throws IllegalStateException if the address cannot be taken or the certificate cannot be read
     */
    public static HttpListener start(Vertx vertx, ListenOptions options, HttpHandler handler) {
        return start(vertx, options, handler, limit -> {});
    }

    /**
     * Starts to listen, and tells of every limit that is reached.
     *
     * @param vertx whose event loops serve the connections; stays the caller's to close
     * @param options where and how
     * @param handler answers the requests
     * @param limits hears of every limit that is reached, on an event loop: must not block
     * @throws IllegalStateException if the address cannot be taken or the certificate cannot be read
     */
    public static HttpListener start(Vertx vertx, ListenOptions options, HttpHandler handler, Consumer<Limit> limits) {
        HttpListener listener = new HttpListener(vertx, options, handler, limits);
        listener.server
                .connectionHandler(listener::connected)
                .requestHandler(listener::accept)
                .invalidRequestHandler(listener::refuseInvalid);
        HostPort at = options.listen();
        await(listener.server.listen(at.port(), at.host()), START_TIMEOUT, "cannot listen on " + at);
        return listener;
    }

    /** @return where it listens, with the port that was really taken */
    public HostPort address() {
        return options.listen().withPort(server.actualPort());
    }

    /** @return how many requests are being handled */
    public int inFlight() {
        return inFlight.get();
    }

    /** Takes no new connection, lets requests under way finish within the drain timeout, then closes. Idempotent. */
    @Override
    public void close() {
        Duration drain = options.timeouts().drain();
        try {
            await(server.shutdown(drain), drain.plus(CLOSE_GRACE), "cannot close " + options.listen());
        } catch (IllegalStateException e) {
            log.atWarn().setCause(e).log("the listener did not close in time");
        }
    }

    private void connected(HttpConnection connection) {
        String address = connection.remoteAddress().hostAddress();
        if (!connections.enter(address)) {
            limits.accept(Limit.CONNECTIONS);
            connection.close();
            return;
        }
        if (connection.protocolVersion() != HttpVersion.HTTP_2) {
            heads.put(connection, new HeadWatch(vertx, options.timeouts().idle(), used -> {
                if (!used) {
                    limits.accept(Limit.HEAD_TIME);
                }
                connection.close();
            }));
        }
        connection.closeHandler(gone -> {
            connections.leave(address);
            HeadWatch watch = heads.remove(connection);
            if (watch != null) {
                watch.gone();
            }
        });
    }

    private void accept(HttpServerRequest request) {
        Exchange exchange = new Exchange(vertx, options, handler, request, limits);
        boolean room = inFlight.incrementAndGet() <= options.bounds().maxInFlight();
        HeadWatch watch = heads.get(request.connection());
        if (watch != null) {
            watch.requestBegan();
        }
        exchange.onEnd(() -> {
            inFlight.decrementAndGet();
            if (watch != null) {
                watch.requestEnded();
            }
        });
        if (room) {
            exchange.begin();
        } else {
            limits.accept(Limit.IN_FLIGHT);
            exchange.refuse(HttpAnswer.unavailable("Too many requests at once", Duration.ofSeconds(1)));
        }
    }

    private void refuseInvalid(HttpServerRequest request) {
        limits.accept(Limit.REQUEST_HEAD);
        HttpAnswer answer =
                HttpAnswer.error(400, "M_UNKNOWN", "The request is not valid HTTP, or its head is too long");
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Connection", "close")
                .end(Buffer.buffer(answer.body()))
                .onComplete(done -> request.connection().close());
    }

    /** A little longer than a connection without a request may stay: for HTTP/2, and for answers that nobody takes. */
    private static Duration silence(Duration idle) {
        return idle.plus(idle.dividedBy(4));
    }

    private static HttpServerOptions serverOptions(ListenOptions options) {
        HttpServerOptions server = new HttpServerOptions()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(options.bounds().maxHeaderSize())
                .setHandle100ContinueAutomatically(true)
                // Nobody speaks web sockets here, and each request would pass their handlers.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(!options.bounds().countsConnections())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) silence(options.timeouts().idle()).toMillis())
                .setTcpNoDelay(true);
        server.getInitialSettings().setMaxHeaderListSize(options.bounds().maxHeaderSize());
        options.tls().ifPresent(tls -> encrypt(server, tls));
        return server;
    }

    private static void encrypt(HttpServerOptions server, TlsFiles tls) {
        server.setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.certFile().toString())
                        .setKeyPath(tls.keyFile().toString()));
    }

    private static void await(Future<?> future, Duration limit, String failure) {
        try {
            future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(failure + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(failure + ": no answer within " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure + ": interrupted", e);
        }
    }
}
