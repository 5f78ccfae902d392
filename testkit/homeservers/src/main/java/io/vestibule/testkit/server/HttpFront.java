package io.vestibule.testkit.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vestibule.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** The listening socket of a scripted homeserver. */
final class HttpFront {

    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final HttpServerOptions options;
    private final int port = freePort();
    private @Nullable HttpServer listening;

    HttpFront(Vertx vertx, ServerCertificate certificate) {
        this.vertx = vertx;
        this.options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setReuseAddress(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.chainPem()))
                        .addKeyValue(Buffer.buffer(certificate.keyPem())));
    }

    int port() {
        return port;
    }

    synchronized void serve(ScriptedHomeserver homeserver) {
        if (listening == null) {
            HttpServer server = vertx.createHttpServer(options).requestHandler(request -> receive(homeserver, request));
            server.listen(port, LOOPBACK).await();
            listening = server;
        }
    }

    synchronized void stop() {
        if (listening != null) {
            listening.close().await();
            listening = null;
        }
    }

    private static void receive(ScriptedHomeserver homeserver, HttpServerRequest request) {
        request.body()
                .onSuccess(body -> Thread.startVirtualThread(() -> new Exchange(homeserver, request, body).run()));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }
}
