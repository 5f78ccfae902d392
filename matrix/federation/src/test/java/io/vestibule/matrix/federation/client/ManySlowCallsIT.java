package io.vestibule.matrix.federation.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerRequest;
import io.vestibule.matrix.federation.support.Http2Server;
import io.vestibule.matrix.federation.support.TestServers;
import io.vestibule.matrix.id.ServerName;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManySlowCallsIT {

    private static final FederationRequest VERSION = FederationRequest.get("/_matrix/federation/v1/version");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestServers servers = new TestServers();
    private final KeyStore keys = servers.authority.keysFor("127.0.0.1");
    private final ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private FederationClient client(int perTarget) {
        return servers.client(servers.settings()
                .withConnections(
                        ConnectionLimits.DEFAULT.withPerTarget(perTarget).withConnectTime(PATIENCE)));
    }

    private List<Thread> callAtOnce(FederationClient client, int port, int calls) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    if (client.call(ServerName.of("127.0.0.1:" + port), VERSION, PATIENCE.multipliedBy(2))
                            instanceof FederationResult.Answered<FederationResponse>) {
                        answered.incrementAndGet();
                    }
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        return callers;
    }

    private void answerAll(List<Thread> callers) throws InterruptedException {
        held.forEach(request -> request.response().end("{}"));
        for (Thread caller : callers) {
            caller.join();
        }
    }

    @Test
    void two_thousand_calls_wait_at_once_on_a_handful_of_threads_and_a_quick_one_overtakes_them() throws Exception {
        // Given
        int calls = 2000;
        Http2Server slow = servers.closing(Http2Server.start(keys, held::add));
        Http2Server quick = servers.closing(
                Http2Server.start(keys, request -> request.response().end("{}")));
        FederationClient client = client(32);
        int threadsBefore = Thread.activeCount();

        // When
        List<Thread> callers = callAtOnce(client, slow.port(), calls);
        await().atMost(PATIENCE).until(() -> held.size() == calls);
        int threadsMore = Thread.activeCount() - threadsBefore;
        FederationResult<FederationResponse> overtaking =
                client.call(ServerName.of("127.0.0.1:" + quick.port()), VERSION, PATIENCE);
        int answeredMeanwhile = answered.get();
        answerAll(callers);

        // Then
        assertThat(overtaking).isInstanceOf(FederationResult.Answered.class);
        assertThat(answeredMeanwhile).isZero();
        assertThat(answered).hasValue(calls);
        assertThat(threadsMore).isLessThan(50);
    }

    @Test
    void hanging_calls_over_HTTP_1_do_not_keep_further_ones_from_a_connection_of_their_own() throws Exception {
        // Given
        int calls = 40;
        Http2Server slow = servers.closing(Http2Server.startHttp1(keys, held::add));

        // When
        List<Thread> callers = callAtOnce(client(calls), slow.port(), calls);
        await().atMost(PATIENCE).until(() -> held.size() == calls);
        answerAll(callers);

        // Then
        assertThat(answered).hasValue(calls);
    }

    @Test
    void a_hundred_calls_share_one_HTTP_2_connection() throws Exception {
        // Given
        int calls = 100;
        Http2Server slow = servers.closing(Http2Server.start(keys, held::add));

        // When
        List<Thread> callers = callAtOnce(client(1), slow.port(), calls);
        await().atMost(PATIENCE).until(() -> held.size() == calls);
        answerAll(callers);

        // Then
        assertThat(answered).hasValue(calls);
        assertThat(held.stream().map(HttpServerRequest::connection).distinct()).hasSize(1);
    }
}
