package io.vestibule.interop.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The TLS front of one server. Bodies stream through it unchanged, and the request target stays as it was on the wire,
 * so signatures hold. Thread-safe.
 */
public final class FederationProxy implements AutoCloseable {

    /** How the server behind the proxy appears to others. */
    public enum Mode {
        FORWARD,
        /** Nothing listens. */
        REFUSE,
        /** Connections are taken, requests never answered. */
        HANG
    }

    private static final String AUTHORIZATION = "Authorization";
    private static final String UNRECOGNIZED = "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}";

    private final Vertx vertx;
    private final String name;
    private final int port;
    private final int backendPort;
    private final PemKeyCertOptions certificate;
    private final HttpClient client;
    private final Queue<SeenRequest> seen = new ConcurrentLinkedQueue<>();
    private final List<HttpServerRequest> hanging = new CopyOnWriteArrayList<>();
    private final List<Predicate<String>> hidden = new CopyOnWriteArrayList<>();
    private final List<Interception> interceptions = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.FORWARD;
    private @Nullable HttpServer listener;

    /**
     * @param name the server name that others use, {@code localhost:port}
     * @param port where to listen, on 127.0.0.1
     * @param backendPort the server's plain HTTP port on 127.0.0.1
     */
    public FederationProxy(Vertx vertx, String name, int port, int backendPort, Path certificate, Path key) {
        this.vertx = vertx;
        this.name = name;
        this.port = port;
        this.backendPort = backendPort;
        this.certificate =
                new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
        this.client = vertx.createHttpClient();
        listen();
    }

    /** @return the name of the server behind it */
    public String name() {
        return name;
    }

    /** Changes how the server appears; returns when the change is in force. */
    public synchronized void mode(Mode wanted) {
        boolean open = listener != null;
        mode = wanted;
        if (wanted != Mode.HANG) {
            // A server that was restarted has forgotten them; their senders must not wait out their own time limits.
            hanging.forEach(request -> request.connection().close());
            hanging.clear();
        }
        if (wanted == Mode.REFUSE && open) {
            stopListening();
        } else if (wanted != Mode.REFUSE && !open) {
            listen();
        }
    }

    /**
     * Answers 404 M_UNRECOGNIZED to requests whose target fits, as if the server did not know the endpoint, until
     * {@link #show} is called with the same object.
     */
    public void hide(Predicate<String> targets) {
        hidden.add(targets);
    }

    /** Shows again what was hidden by that object. */
    public void show(Predicate<String> targets) {
        hidden.remove(targets);
    }

    /** Does something once, when a fitting request has arrived and before the server sees it. */
    public void interceptOnce(Predicate<String> targets, Action action) {
        interceptOnce(targets, body -> true, action);
    }

    /** The same for a request whose body fits too. */
    public void interceptOnce(Predicate<String> targets, Predicate<String> bodies, Action action) {
        interceptions.add(new Interception(targets, bodies, action));
    }

    /** Shows everything that is hidden, and intercepts nothing any more. */
    public void hideNothing() {
        hidden.clear();
        interceptions.clear();
    }

    /** What is done to a request that is held: it may block, and may have the request changed. */
    @FunctionalInterface
    public interface Action {
        /** @return the request as the server is to see it */
        Held on(Held request);
    }

    /**
     * A request on its way.
     *
     * @param target the raw request target
     * @param authorization the Authorization header, or empty
     * @param body the body, text of JSON, or empty
     */
    public record Held(String target, String authorization, String body) {

        /** @return the same request with another target, under another signature */
        public Held at(String otherTarget, String signed) {
            return new Held(otherTarget, signed, body);
        }

        /** @return the same request with another body, under another signature */
        public Held with(String otherBody, String signed) {
            return new Held(target, signed, otherBody);
        }
    }

    private record Interception(Predicate<String> targets, Predicate<String> bodies, Action action) {}

    /** @return the requests since the start, oldest first; refused connections leave no trace */
    public List<SeenRequest> seen() {
        return List.copyOf(seen);
    }

    @Override
    public synchronized void close() {
        if (listener != null) {
            stopListening();
        }
        client.close();
    }

    private synchronized void listen() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setSsl(true)
                .setKeyCertOptions(certificate)
                .setReuseAddress(true);
        listener = await(
                vertx.createHttpServer(options).requestHandler(this::handle).listen());
    }

    private void stopListening() {
        HttpServer open = listener;
        listener = null;
        if (open != null) {
            await(open.shutdown(1, TimeUnit.MILLISECONDS));
        }
    }

    private void handle(HttpServerRequest request) {
        seen.add(new SeenRequest(name, System.nanoTime(), request.method().name(), request.uri()));
        if (mode == Mode.HANG) {
            hanging.add(request);
            // Whoever ended the hanging may have gone through the list just before.
            if (mode != Mode.HANG) {
                request.connection().close();
            }
            return;
        }
        if (hidden.stream().anyMatch(targets -> targets.test(request.uri()))) {
            request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "application/json")
                    .end(UNRECOGNIZED);
            return;
        }
        if (interceptions.stream().anyMatch(i -> i.targets().test(request.uri()))) {
            request.body().onSuccess(body -> intercept(request, body));
        } else {
            request.pause();
            forward(request, request.uri(), outbound -> outbound.send(request));
        }
    }

    private void intercept(HttpServerRequest request, Buffer body) {
        String authorization = Objects.requireNonNullElse(request.getHeader(AUTHORIZATION), "");
        Held held = new Held(request.uri(), authorization, body.toString());
        Action action = actionOn(held);
        vertx.<Held>executeBlocking(() -> action.on(held), false)
                .onSuccess(changed -> forward(request, changed.target(), outbound -> {
                    Buffer sent = Buffer.buffer(changed.body());
                    if (!changed.authorization().isEmpty()) {
                        outbound.putHeader(AUTHORIZATION, changed.authorization());
                    }
                    if (sent.length() > 0) {
                        outbound.putHeader("Content-Length", Integer.toString(sent.length()));
                    }
                    return outbound.send(sent);
                }))
                .onFailure(failure -> request.response().reset());
    }

    private Action actionOn(Held held) {
        return interceptions.stream()
                .filter(i -> i.targets().test(held.target()) && i.bodies().test(held.body()))
                .findFirst()
                .filter(interceptions::remove)
                .map(Interception::action)
                .orElse(unchanged -> unchanged);
    }

    private void forward(
            HttpServerRequest request, String target, Function<HttpClientRequest, Future<HttpClientResponse>> sending) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(backendPort)
                .setMethod(HttpMethod.valueOf(request.method().name()))
                .setURI(target);
        client.request(options)
                .compose(outbound -> {
                    outbound.headers().setAll(request.headers());
                    return sending.apply(outbound);
                })
                .compose(answer -> relay(answer, request.response()))
                .onFailure(failure -> request.response().reset());
    }

    private static Future<Void> relay(HttpClientResponse from, HttpServerResponse to) {
        to.setStatusCode(from.statusCode());
        from.headers().forEach(header -> {
            if (!header.getKey().equalsIgnoreCase("transfer-encoding")) {
                to.putHeader(header.getKey(), header.getValue());
            }
        });
        if (from.getHeader("Content-Length") == null) {
            to.setChunked(true);
        }
        return from.pipeTo(to);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the proxy did not follow within ten seconds", e);
        }
    }
}
