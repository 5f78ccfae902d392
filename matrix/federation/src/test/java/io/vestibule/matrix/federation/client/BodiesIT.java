package io.vestibule.matrix.federation.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.support.Http2Server;
import io.vestibule.matrix.federation.support.RawServer;
import io.vestibule.matrix.federation.support.TestServers;
import io.vestibule.matrix.id.ServerName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodiesIT {

    private static final FederationRequest VERSION = FederationRequest.get("/_matrix/federation/v1/version");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int CHUNK = 64 * 1024;

    private final TestServers servers = new TestServers();

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private static CallLimits limits(Duration budget, Duration silence, long mostBytes) {
        return new CallLimits(Deadline.after(budget), silence, mostBytes);
    }

    private FederationResult<FederationResponse> call(int port, CallLimits limits) throws InterruptedException {
        return servers.client().call(ServerName.of("127.0.0.1:" + port), VERSION, limits);
    }

    private StreamedResponse stream(int port, CallLimits limits) throws InterruptedException {
        FederationResult<StreamedResponse> result =
                servers.client().stream(ServerName.of("127.0.0.1:" + port), VERSION, limits);
        return streamed(result);
    }

    private static StreamedResponse streamed(FederationResult<StreamedResponse> result) {
        return ((FederationResult.Answered<StreamedResponse>) result).response();
    }

    private static void assertFailed(FederationResult<FederationResponse> result, FederationFailure failure) {
        assertThat(result).isEqualTo(new FederationResult.Failed<>(failure));
    }

    /** Sends a body byte by byte, for ever. */
    private static RawServer.Script dripping(Duration between) {
        return (request, out) -> {
            RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            for (int i = 0; i < 1_000_000; i++) {
                RawServer.write(out, "x");
                Thread.sleep(between);
            }
        };
    }

    @Test
    void a_body_that_drips_is_cut_off_at_the_deadline() throws InterruptedException {
        // Given
        RawServer server = servers.server(dripping(Duration.ofMillis(20)), "127.0.0.1");
        long start = System.nanoTime();

        // When
        FederationResult<FederationResponse> result =
                call(server.port(), limits(Duration.ofMillis(1500), MINUTE, Long.MAX_VALUE));

        // Then
        assertFailed(result, new FederationFailure.TimedOut("receiving the answer's body", true));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        await().untilAsserted(() -> assertThat(server.closedByPeer()).isEqualTo(1));
    }

    @Test
    void a_server_that_falls_silent_in_the_middle_is_left_long_before_the_deadline() throws InterruptedException {
        // Given
        RawServer server = servers.server(dripping(Duration.ofMinutes(5)), "127.0.0.1");

        // When
        FederationResult<FederationResponse> result =
                call(server.port(), limits(Duration.ofMinutes(5), Duration.ofMillis(300), Long.MAX_VALUE));

        // Then
        assertFailed(result, new FederationFailure.TimedOut("receiving the answer's body", true));
    }

    @Test
    void a_body_that_says_it_is_too_large_is_not_read() throws InterruptedException {
        // Given
        RawServer server = servers.server(
                (request, out) -> RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"), "127.0.0.1");

        // When
        FederationResult<FederationResponse> result = call(server.port(), limits(MINUTE, MINUTE, 1000));

        // Then
        assertFailed(result, new FederationFailure.TooLarge(1000));
    }

    @Test
    void without_other_limits_the_settings_bound_the_body_and_failures_are_told() throws InterruptedException {
        // Given
        RawServer server = servers.server(
                (request, out) -> RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"), "127.0.0.1");
        List<FederationFailure> told = new ArrayList<>();
        FederationClient client = servers.closing(new FederationClient(
                servers.settings().withMostBytes(1000), (destination, request) -> "X-Matrix", told::add));

        // When
        FederationResult<FederationResponse> result =
                client.call(ServerName.of("127.0.0.1:" + server.port()), VERSION, MINUTE);

        // Then
        assertFailed(result, new FederationFailure.TooLarge(1000));
        assertThat(told).containsExactly(new FederationFailure.TooLarge(1000));
    }

    @Test
    void why_a_streamed_body_broke_off_is_told_and_that_it_was_closed_early_is_not() throws Exception {
        // Given
        RawServer server = servers.server(dripping(Duration.ofMillis(1)), "127.0.0.1");
        List<FederationFailure> told = new ArrayList<>();
        FederationClient client = servers.closing(
                new FederationClient(servers.settings(), (destination, request) -> "X-Matrix", told::add));
        ServerName name = ServerName.of("127.0.0.1:" + server.port());

        // When
        try (StreamedResponse closed = streamed(client.stream(name, VERSION, limits(MINUTE, MINUTE, 2_000_000)))) {
            assertThat(closed.body().read()).isEqualTo('x');
        }
        StreamedResponse late =
                streamed(client.stream(name, VERSION, limits(Duration.ofSeconds(1), MINUTE, 2_000_000)));

        // Then
        assertThatThrownBy(() -> late.body().readAllBytes()).isInstanceOf(BodyFailedException.class);
        assertThat(client.stream(name, VERSION, limits(MINUTE, MINUTE, 1000)))
                .isInstanceOf(FederationResult.Failed.class);
        assertThat(told)
                .containsExactly(
                        new FederationFailure.TimedOut("receiving the answer's body", true),
                        new FederationFailure.TooLarge(1000));
    }

    @Test
    void a_body_of_unknown_length_is_cut_off_when_it_gets_too_large() throws InterruptedException {
        // Given
        RawServer server = servers.server(
                (request, out) -> {
                    RawServer.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        RawServer.write(out, "400\r\n" + "x".repeat(1024) + "\r\n");
                    }
                },
                "127.0.0.1");

        // When
        FederationResult<FederationResponse> result = call(server.port(), limits(MINUTE, MINUTE, 100_000));

        // Then
        assertFailed(result, new FederationFailure.TooLarge(100_000));
        await().untilAsserted(() -> assertThat(server.closedByPeer()).isEqualTo(1));
    }

    @Test
    void a_body_that_breaks_off_is_a_lost_connection() throws InterruptedException {
        // Given
        RawServer server = servers.server(
                (request, out) -> {
                    RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    throw new IOException("enough");
                },
                "127.0.0.1");

        // When
        FederationResult<FederationResponse> result = call(server.port(), limits(MINUTE, MINUTE, 100));

        // Then
        assertThat(((FederationResult.Failed<FederationResponse>) result).failure())
                .isInstanceOf(FederationFailure.ConnectionLost.class);
    }

    @Test
    void a_slow_reader_slows_the_server_down_and_gets_every_byte() throws Exception {
        // Given
        long size = 64L * 1024 * 1024;
        AtomicLong written = new AtomicLong();
        RawServer server = servers.server(
                (request, out) -> {
                    RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] chunk = new byte[CHUNK];
                    for (long sent = 0; sent < size; sent += CHUNK) {
                        out.write(chunk);
                        written.addAndGet(CHUNK);
                    }
                },
                "127.0.0.1");

        // When
        try (StreamedResponse response = stream(server.port(), limits(MINUTE, MINUTE, size))) {
            await().during(Duration.ofMillis(500)).until(() -> written.get() < size / 2);
            long read = 0;
            byte[] buffer = new byte[8192];
            for (int n = response.body().read(buffer);
                    n >= 0;
                    n = response.body().read(buffer)) {
                read += n;
            }

            // Then
            assertThat(read).isEqualTo(size);
        }
    }

    @Test
    void over_HTTP_2_an_unread_body_holds_up_neither_memory_nor_other_calls() throws Exception {
        // Given
        long size = 32L * 1024 * 1024;
        AtomicLong written = new AtomicLong();
        Http2Server server = servers.closing(Http2Server.start(servers.authority.keysFor("127.0.0.1"), request -> {
            if (!request.uri().equals("/large")) {
                request.response().end("{}");
                return;
            }
            request.response().putHeader("content-length", Long.toString(size));
            pump(request.response(), size, written);
        }));
        FederationClient client = servers.client();
        ServerName name = ServerName.of("127.0.0.1:" + server.port());
        FederationResult<StreamedResponse> large =
                client.stream(name, FederationRequest.get("/large"), limits(MINUTE, MINUTE, size));

        // When
        FederationResult<FederationResponse> other = client.call(name, VERSION, Duration.ofSeconds(5));

        // Then
        assertThat(other).isInstanceOf(FederationResult.Answered.class);
        try (StreamedResponse response = ((FederationResult.Answered<StreamedResponse>) large).response()) {
            assertThat(written.get()).isLessThan(size / 2);
            assertThat(response.body().transferTo(OutputStream.nullOutputStream()))
                    .isEqualTo(size);
        }
    }

    private static void pump(HttpServerResponse response, long size, AtomicLong written) {
        while (written.get() < size) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> pump(response, size, written));
                return;
            }
            written.addAndGet(CHUNK);
            response.write(Buffer.buffer(new byte[CHUNK]));
        }
        response.end();
    }

    @Test
    void closing_a_stream_early_cancels_the_rest() throws Exception {
        // Given
        RawServer server = servers.server(dripping(Duration.ofMillis(10)), "127.0.0.1");
        StreamedResponse response = stream(server.port(), limits(MINUTE, MINUTE, Long.MAX_VALUE));
        assertThat(response.body().read()).isEqualTo('x');

        // When
        response.close();

        // Then
        await().untilAsserted(() -> assertThat(server.closedByPeer()).isEqualTo(1));
        assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(BodyFailedException.class);
    }

    @Test
    void interrupting_the_reader_ends_the_stream() throws Exception {
        // Given
        RawServer server = servers.server(dripping(Duration.ofMinutes(1)), "127.0.0.1");
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        StreamedResponse response = stream(server.port(), limits(MINUTE, MINUTE, Long.MAX_VALUE));
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                outcome.set(response.body().readAllBytes());
            } catch (InterruptedIOException expected) {
                outcome.set("interrupted " + Thread.currentThread().isInterrupted());
            } catch (IOException other) {
                outcome.set(other);
            }
        });

        // When
        await().until(() -> server.requests().size() == 1);
        reader.interrupt();
        reader.join(Duration.ofSeconds(5));

        // Then
        assertThat(outcome).hasValue("interrupted true");
    }
}
