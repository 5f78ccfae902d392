package io.vestibule.matrix.federation.support;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server that speaks HTTP/2, or HTTP/1.1 to those who ask for nothing better. */
public final class Http2Server implements AutoCloseable {

    /** What is noted of a request. */
    public record Seen(HttpVersion version, String authority, String sni, String target) {}

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final List<Seen> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private Http2Server(KeyStore keys, List<HttpVersion> versions, Consumer<HttpServerRequest> handler) {
        ByteArrayOutputStream store = new ByteArrayOutputStream();
        try {
            keys.store(store, TestAuthority.PASSWORD.toCharArray());
        } catch (GeneralSecurityException | IOException bug) {
            throw new IllegalStateException(bug);
        }
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setSni(true)
                .setUseAlpn(true)
                .setAlpnVersions(versions)
                .setAcceptBacklog(4096)
                .setKeyCertOptions(new PfxOptions()
                        .setValue(Buffer.buffer(store.toByteArray()))
                        .setPassword(TestAuthority.PASSWORD));
        this.server = vertx.createHttpServer(options)
                .requestHandler(request -> {
                    requests.add(new Seen(
                            request.version(),
                            String.valueOf(request.authority()),
                            String.valueOf(request.connection().indicatedServerName()),
                            request.uri()));
                    handler.accept(request);
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    public static Http2Server start(KeyStore keys, Consumer<HttpServerRequest> handler) {
        return new Http2Server(keys, List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1), handler);
    }

    public static Http2Server startHttp1(KeyStore keys, Consumer<HttpServerRequest> handler) {
        return new Http2Server(keys, List.of(HttpVersion.HTTP_1_1), handler);
    }

    public Vertx vertx() {
        return vertx;
    }

    public int port() {
        return server.actualPort();
    }

    public List<Seen> requests() {
        return requests;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
