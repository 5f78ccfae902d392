package io.vestibule.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.metrics.Limit;
import io.vestibule.kit.metrics.LimitCounters;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpListenerTest {

    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_CONNECTIONS = 8;
    private static Vertx vertx;

    private final CompletableFuture<HttpAnswer> later = new CompletableFuture<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();
    private HttpListener listener;

    @BeforeAll
    static void startLoops() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopLoops() {
        vertx.close();
    }

    @AfterEach
    void stop() {
        client.close();
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void the_target_reaches_the_handler_as_it_stood_on_the_wire(String name) throws Exception {
        // Given
        start(this::echoTarget, ListenOptions.Bounds.of(MAX_BODY, 10), ListenOptions.Timeouts.DEFAULT);
        Version version = Version.valueOf(name);
        send(version, "GET", "/upgrade", "");
        String target = "/_matrix/federation/v2/invite/%21a%2fb:x.example/%24%2B%2F..//./%7e?via=a%20b&x";
        // When
        HttpResponse<String> answer = send(version, "PUT", target, "{}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).isEqualTo("PUT " + target + " 2");
    }

    @Test
    void an_absolute_target_is_cut_to_what_a_signature_covers() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofSeconds(5));
        // When
        String answer = raw("GET http://a.example/x%2Fy?q HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("GET /x%2Fy?q 0");
    }

    @Test
    void a_body_whose_length_is_too_large_is_refused_before_it_is_sent() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofSeconds(5));
        // When
        String answer = raw("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("M_TOO_LARGE");
        assertThat(reached(Limit.REQUEST_SIZE)).isEqualTo(1);
    }

    @Test
    void a_chunked_body_that_grows_too_large_is_refused() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofSeconds(5));
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        // When
        String answer = raw("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "1\r\nx\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("M_TOO_LARGE");
    }

    @Test
    void a_body_of_exactly_the_limit_is_taken() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofSeconds(5));
        // When
        HttpResponse<String> answer = send(Version.HTTP_1_1, "PUT", "/", "x".repeat(MAX_BODY));
        // Then
        assertThat(answer.body()).isEqualTo("PUT / " + MAX_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked", "Content-Length: 26"})
    void a_body_is_handed_over_as_it_was_sent_whether_it_comes_in_one_piece_or_in_several(String length)
            throws Exception {
        // Given
        start(this::echoBody, 10, Duration.ofSeconds(5));
        String letters = "abcdefghijklmnopqrstuvwxyz";
        String body = length.startsWith("T") ? "3\r\nabc\r\n17\r\n" + letters.substring(3) + "\r\n0\r\n\r\n" : letters;
        // When
        String answer = raw("PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + length + "\r\n\r\n" + body);
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n" + letters);
    }

    @Test
    void a_large_body_is_handed_over_whole() throws Exception {
        // Given
        start(this::echoBody, 10, Duration.ofSeconds(5));
        String body = IntStream.range(0, MAX_BODY / 8)
                .mapToObj(number -> String.format("%07d,", number))
                .collect(Collectors.joining());
        // When
        HttpResponse<String> answer = send(Version.HTTP_1_1, "PUT", "/", body);
        // Then
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void a_body_that_does_not_come_in_time_is_refused() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofMillis(100));
        // When
        String answer = raw("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 408");
        assertThat(reached(Limit.BODY_TIME)).isEqualTo(1);
    }

    @Test
    void a_head_that_is_too_long_is_refused() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofSeconds(5));
        // When
        String line = raw("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        String headers = raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        // Then
        assertThat(line).contains(" 400 ");
        assertThat(headers).contains(" 400 ");
        assertThat(reached(Limit.REQUEST_HEAD)).isEqualTo(2);
    }

    @Test
    void one_request_too_many_is_told_to_come_back() throws Exception {
        // Given
        start(this::answerLater, 1, Duration.ofSeconds(5));
        CompletableFuture<HttpResponse<String>> first = sendAsync("/first");
        assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
        // When
        HttpResponse<String> second = send(Version.HTTP_1_1, "GET", "/second", "");
        later.complete(HttpAnswer.json(200, "{}".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("Retry-After")).contains("1");
        assertThat(reached(Limit.IN_FLIGHT)).isEqualTo(1);
        assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        Awaitility.await().untilAsserted(() -> assertThat(listener.inFlight()).isZero());
    }

    @Test
    void an_address_with_as_many_connections_as_it_may_have_gets_no_further_one() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofSeconds(5));
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            held.add(idle());
        }

        // When
        try (Socket further =
                new Socket(listener.address().host(), listener.address().port())) {
            further.setSoTimeout(10_000);
            further.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            int read = further.getInputStream().read();

            // Then
            assertThat(read).isEqualTo(-1);
            assertThat(reached(Limit.CONNECTIONS)).isEqualTo(1);
        }
        held.getFirst().close();
        Awaitility.await()
                .untilAsserted(() -> assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200"));
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void a_connection_without_a_byte_is_closed() throws Exception {
        // Given
        ListenOptions.Timeouts timeouts =
                new ListenOptions.Timeouts(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(5));
        start(this::echoTarget, 10, timeouts);

        // When
        try (Socket silent =
                new Socket(listener.address().host(), listener.address().port())) {
            silent.setSoTimeout(10_000);

            // Then
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(reached(Limit.HEAD_TIME)).isEqualTo(1);
    }

    @Test
    void connections_that_have_said_nothing_yet_take_their_place() throws Exception {
        // Given
        start(this::echoTarget, 10, Duration.ofSeconds(5));
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            silent.add(open());
        }

        // When
        try (Socket further = open()) {
            int read = further.getInputStream().read();

            // Then
            assertThat(read).isEqualTo(-1);
            assertThat(reached(Limit.CONNECTIONS)).isEqualTo(1);
        }
        for (Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void a_head_that_drips_is_given_up() throws Exception {
        // Given
        start(this::echoTarget, 10, quick(Duration.ofMillis(400)));

        // When
        try (Socket slow = open()) {
            slow.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.ISO_8859_1));

            // Then
            Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> !takes(slow, 'x'));
        }
        assertThat(reached(Limit.HEAD_TIME)).isEqualTo(1);
    }

    @Test
    void a_connection_that_is_used_again_and_again_stays() throws Exception {
        // Given
        Duration idle = Duration.ofSeconds(1);
        start(this::echoTarget, 10, quick(idle));
        byte[] request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] answer = new byte[4096];

        // When
        try (Socket used = open()) {
            long enough = System.nanoTime() + idle.multipliedBy(4).toNanos();
            Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
                used.getOutputStream().write(request);
                assertThat(used.getInputStream().read(answer)).isPositive();
                return System.nanoTime() > enough;
            });
        }

        // Then
        assertThat(reached(Limit.HEAD_TIME)).isZero();
    }

    @Test
    void a_handler_that_fails_or_throws_is_answered_with_500() throws Exception {
        // Given
        start(HttpListenerTest::fail, 10, Duration.ofSeconds(5));
        // When
        HttpResponse<String> thrown = send(Version.HTTP_1_1, "GET", "/throws", "");
        HttpResponse<String> failed = send(Version.HTTP_1_1, "GET", "/fails", "");
        // Then
        assertThat(thrown.statusCode()).isEqualTo(500);
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"errcode\":\"M_UNKNOWN\",\"error\":\"Internal server error\"}");
    }

    @Test
    void closing_lets_a_request_under_way_finish_and_takes_no_new_one() throws Exception {
        // Given
        start(this::answerLater, 10, Duration.ofSeconds(5));
        HostPort address = listener.address();
        CompletableFuture<HttpResponse<String>> underWay = sendAsync("/");
        assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
        // When
        CompletableFuture<Void> closed = CompletableFuture.runAsync(listener::close);
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> new Socket(address.host(), address.port()).close())
                        .isInstanceOf(IOException.class));
        later.complete(HttpAnswer.json(200, "{}".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(underWay.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closed.get(5, TimeUnit.SECONDS);
    }

    private static ListenOptions.Timeouts quick(Duration idle) {
        return new ListenOptions.Timeouts(Duration.ofSeconds(5), idle, Duration.ofSeconds(5));
    }

    private static boolean takes(Socket socket, char next) {
        try {
            socket.getOutputStream().write(next);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(listener.address().host(), listener.address().port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** A connection that was answered. */
    private Socket idle() throws IOException {
        Socket socket = open();
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    private void start(HttpHandler handler, int maxInFlight, Duration bodyTimeout) {
        start(
                handler,
                maxInFlight,
                new ListenOptions.Timeouts(bodyTimeout, Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    private void start(HttpHandler handler, int maxInFlight, ListenOptions.Timeouts timeouts) {
        start(handler, bounds(maxInFlight), timeouts);
    }

    private void start(HttpHandler handler, ListenOptions.Bounds bounds, ListenOptions.Timeouts timeouts) {
        listener = HttpListener.start(
                vertx,
                new ListenOptions(new HostPort("127.0.0.1", 0), Optional.empty(), bounds, timeouts),
                handler,
                new LimitCounters(metrics));
    }

    private ListenOptions.Bounds bounds(int maxInFlight) {
        return new ListenOptions.Bounds(MAX_BODY, 16 * 1024, maxInFlight, MAX_CONNECTIONS);
    }

    private double reached(Limit limit) {
        return metrics.counter(Metric.LIMITS_REACHED, limit.label()).count();
    }

    private CompletableFuture<HttpAnswer> echoTarget(HttpRequest request) {
        return CompletableFuture.completedFuture(HttpAnswer.text(
                200, "text/plain", request.method() + " " + request.target() + " " + request.body().length));
    }

    private CompletableFuture<HttpAnswer> echoBody(HttpRequest request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        return CompletableFuture.completedFuture(HttpAnswer.text(200, "text/plain", body));
    }

    private CompletableFuture<HttpAnswer> answerLater(HttpRequest request) {
        arrived.countDown();
        return later;
    }

    private static CompletableFuture<HttpAnswer> fail(HttpRequest request) {
        if (request.target().equals("/throws")) {
            throw new IllegalStateException("on purpose");
        }
        return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
    }

    private HttpResponse<String> send(Version version, String method, String target, String body) throws Exception {
        return client.send(request(version, method, target, body), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> sendAsync(String target) {
        return client.sendAsync(request(Version.HTTP_1_1, "GET", target, ""), BodyHandlers.ofString());
    }

    private java.net.http.HttpRequest request(Version version, String method, String target, String body) {
        return java.net.http.HttpRequest.newBuilder(URI.create("http://" + listener.address() + target))
                .version(version)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private String raw(String request) throws IOException {
        HostPort address = listener.address();
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
