package io.vestibule.interop.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private static final String UNRECOGNIZED = "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}";

    private final Vertx vertx;
    private final String name;
    private final int port;
    private final int backendPort;
    private final PemKeyCertOptions certificate;
    private final HttpClient client;
    private final List<SeenRequest> seen = new CopyOnWriteArrayList<>();
    private final List<HttpServerRequest> hanging = new CopyOnWriteArrayList<>();
    private volatile Predicate<HttpServerRequest> hidden = request -> false;
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

    /** Answers 404 M_UNRECOGNIZED to requests that match, as if the server did not know the endpoint. */
    public void hide(Predicate<HttpServerRequest> endpoints) {
        hidden = endpoints;
    }

    /** Shows every endpoint again. */
    public void hideNothing() {
        hidden = request -> false;
    }

    /** @return the requests since the last {@link #forget()}, oldest first; refused connections leave no trace */
    public List<SeenRequest> seen() {
        return List.copyOf(seen);
    }

    public void forget() {
        seen.clear();
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
            return;
        }
        if (hidden.test(request)) {
            request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "application/json")
                    .end(UNRECOGNIZED);
            return;
        }
        forward(request);
    }

    private void forward(HttpServerRequest request) {
        request.pause();
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(backendPort)
                .setMethod(HttpMethod.valueOf(request.method().name()))
                .setURI(request.uri());
        client.request(options)
                .compose(outbound -> {
                    copyHeaders(request, outbound);
                    return outbound.send(request);
                })
                .compose(answer -> relay(answer, request.response()))
                .onFailure(failure -> request.response().reset());
    }

    private static void copyHeaders(HttpServerRequest from, HttpClientRequest to) {
        to.headers().setAll(from.headers());
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
