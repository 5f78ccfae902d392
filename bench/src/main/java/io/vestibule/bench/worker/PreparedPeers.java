package io.vestibule.bench.worker;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vestibule.bench.WrongResultException;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.OwnServerKeys;
import io.vestibule.testkit.tls.ServerCertificate;
import io.vestibule.testkit.tls.TestAuthority;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Homeservers with a room each that answer from prepared bytes over real TLS, {@code make_join} not before they are told.
 * Count what is being waited for. Thread-safe.
 */
final class PreparedPeers implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int EVENT_LOOPS = 2;
    private static final int MOST_STREAMS = 1000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(EVENT_LOOPS)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1));
    private final TestAuthority authority = TestAuthority.named("Bench authority");
    private final List<PreparedRoom> rooms = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final AtomicInteger templates = new AtomicInteger();
    private final AtomicInteger joins = new AtomicInteger();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile int holdUntil;
    private volatile long thenMillis;

    private PreparedPeers() {}

    static PreparedPeers open(int servers) {
        PreparedPeers peers = new PreparedPeers();
        ServerCertificate certificate = peers.authority.issue(List.of(LOOPBACK));
        for (int server = 0; server < servers; server++) {
            peers.rooms.add(peers.start(certificate));
        }
        return peers;
    }

    TestAuthority authority() {
        return authority;
    }

    /** The rooms, one on each server. */
    List<PreparedRoom> rooms() {
        return rooms;
    }

    /** From now on nobody gets a template until so many wait for one at once, and then only after this time. */
    void hold(int requests, long millis) {
        thenMillis = millis;
        holdUntil = requests;
        mostWaiting.set(0);
    }

    /** The most requests for a template that waited at once since {@link #hold}. */
    int mostWaiting() {
        return mostWaiting.get();
    }

    /** How many templates were asked for. */
    int templates() {
        return templates.get();
    }

    /** How many joins were taken. */
    int joins() {
        return joins.get();
    }

    private PreparedRoom start(ServerCertificate certificate) {
        SigningKeyFile keys = SigningKeyFile.generate(new SecureRandom());
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.chainPem()))
                        .addKeyValue(Buffer.buffer(certificate.keyPem())));
        options.getInitialSettings().setMaxConcurrentStreams(MOST_STREAMS);
        HttpServer server = vertx.createHttpServer(options);
        Answers answers = new Answers(keys);
        server.requestHandler(answers::answer).listen(0, LOOPBACK).await();
        ServerName name = ServerName.of(LOOPBACK + ":" + server.actualPort());
        return answers.of(name);
    }

    /** What one server answers. */
    private final class Answers {
        private final SigningKeyFile keys;
        private volatile PreparedRoom room;
        private volatile Buffer joined = Buffer.buffer();
        private volatile Buffer published = Buffer.buffer();

        Answers(SigningKeyFile keys) {
            this.keys = keys;
            this.room = PreparedRoom.on(ServerName.of("not.yet"), keys);
        }

        PreparedRoom of(ServerName name) {
            room = PreparedRoom.on(name, keys);
            joined = Buffer.buffer(room.joined());
            published = Buffer.buffer(new OwnServerKeys(name, keys, new JsonSignatures(Ed25519.fastest()))
                    .answer(System.currentTimeMillis()));
            return room;
        }

        void answer(HttpServerRequest request) {
            String path = request.path();
            if (path.startsWith("/_matrix/federation/v1/make_join/")) {
                template(request, path.substring(path.lastIndexOf('/') + 1));
            } else if (path.startsWith("/_matrix/federation/v2/send_join/")) {
                joins.incrementAndGet();
                request.body().onSuccess(body -> request.response().end(joined));
            } else if (path.startsWith("/_matrix/key/v2/server")) {
                request.response().end(published);
            } else {
                request.response()
                        .setStatusCode(404)
                        .end("{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}");
            }
        }

        private void template(HttpServerRequest request, String encodedUser) {
            templates.incrementAndGet();
            int waitingNow = waiting.incrementAndGet();
            mostWaiting.accumulateAndGet(waitingNow, Math::max);
            Buffer template = Buffer.buffer(room.template(URLDecoder.decode(encodedUser, StandardCharsets.UTF_8)));
            Context context = vertx.getOrCreateContext();
            held.add(() -> context.runOnContext(on -> end(request, template)));
            if (holdUntil == 0) {
                letGo();
            } else if (waitingNow == holdUntil) {
                vertx.setTimer(thenMillis, timer -> letGo());
            }
        }

        private void end(HttpServerRequest request, Buffer template) {
            waiting.decrementAndGet();
            request.response().end(template);
        }
    }

    private void letGo() {
        for (Runnable answer = held.poll(); answer != null; answer = held.poll()) {
            answer.run();
        }
    }

    /** Nobody must be waited for any more. */
    void verifyIdle() {
        WrongResultException.unless(waiting.get() == 0, waiting + " requests are still waited for");
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
