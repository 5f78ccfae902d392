package io.vestibule.testkit.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vestibule.testkit.room.Identity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Sends requests of scripted homeservers to a server under test. Safe for use by several threads. */
final class OutboundClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;

    OutboundClient(SSLContext trusted) {
        this.http = HttpClient.newBuilder()
                .sslContext(trusted)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** @throws IOException if no answer came */
    PeerAnswer get(Peer peer, String target) throws IOException {
        return exchange(HttpRequest.newBuilder(peer.base().resolve(target)).timeout(TIMEOUT));
    }

    /**
     * Sends a signed GET.
     *
     * @throws IOException if no answer came
     */
    PeerAnswer get(Identity from, Peer peer, String target) throws IOException {
        return exchange(HttpRequest.newBuilder(peer.base().resolve(target))
                .timeout(TIMEOUT)
                .header("Authorization", XMatrix.header(from, peer.name(), "GET", target, null)));
    }

    /**
     * Sends a signed PUT.
     *
     * @throws IOException if no answer came
     */
    PeerAnswer put(Identity from, Peer peer, String target, JsonObject body) throws IOException {
        return exchange(HttpRequest.newBuilder(peer.base().resolve(target))
                .timeout(TIMEOUT)
                .header("Authorization", XMatrix.header(from, peer.name(), "PUT", target, body))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(body.toBuffer().getBytes())));
    }

    /**
     * Sends any bytes with any header, for requests that are meant to be wrong.
     *
     * @throws IOException if no answer came
     */
    PeerAnswer putRaw(Peer peer, String target, String authorization, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(peer.base().resolve(target))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return exchange(request);
    }

    private PeerAnswer exchange(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new PeerAnswer(response.statusCode(), Buffer.buffer(response.body()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
