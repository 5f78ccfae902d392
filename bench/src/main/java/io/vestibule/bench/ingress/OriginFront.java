package io.vestibule.bench.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.OwnServerKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The inviting homeserver, reduced to its keys: what others ask it beside them is answered with 404. Thread-safe. */
final class OriginFront implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    /** Below the ports that systems hand out, so that the name stays free. */
    private static final int FIRST_PORT = 21_448;

    private static final int LAST_PORT = 30_448;
    private static final int STEP = 1000;

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final Origin origin;

    private OriginFront(Origin origin) {
        this.origin = origin;
    }

    /**
     * @param certificate for localhost, PEM
     * @param key the certificate's, PEM
     */
    static OriginFront open(Path certificate, Path key) throws IOException {
        int port = freePort();
        ServerName name = ServerName.of("localhost:" + port);
        SigningKeyFile keys = SigningKeyFile.generate(new SecureRandom());
        OriginFront front = new OriginFront(new Origin(name, keys.signingKey(), Ed25519.fastest()));
        OwnServerKeys published = new OwnServerKeys(name, keys, new JsonSignatures(Ed25519.fastest()));
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.toString())
                        .setKeyPath(key.toString()));
        front.vertx
                .createHttpServer(options)
                .requestHandler(request -> answer(request, published))
                .listen(port, LOOPBACK)
                .await();
        return front;
    }

    Origin origin() {
        return origin;
    }

    private static void answer(HttpServerRequest request, OwnServerKeys published) {
        request.response().putHeader("Content-Type", "application/json");
        if (request.path().startsWith("/_matrix/key/v2/server")) {
            request.response().end(Buffer.buffer(published.answer(System.currentTimeMillis())));
        } else {
            request.response()
                    .setStatusCode(404)
                    .end("{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}");
        }
    }

    private static int freePort() throws IOException {
        for (int port = FIRST_PORT; port <= LAST_PORT; port += STEP) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
                return port;
            } catch (java.net.BindException taken) {
                continue;
            }
        }
        throw new IOException("no port is free for the inviting server");
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
