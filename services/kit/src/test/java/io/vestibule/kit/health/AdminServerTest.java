package io.vestibule.kit.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.AdminConfig;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.Secret;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private AdminServer server = AdminServer.start(vertx, config("127.0.0.1", Optional.empty()), health, metrics);

    @AfterEach
    void stop() {
        server.close();
        vertx.close();
    }

    @Test
    void a_probe_is_up_only_if_all_its_checks_are_and_says_which_are_not() throws Exception {
        // Given
        health.register(Probe.LIVE, "process", () -> HealthStatus.UP);
        health.register(Probe.READY, "signing-key", () -> HealthStatus.UP);
        health.register(Probe.READY, "broker", () -> HealthStatus.of(false, "no answer for 12 s"));
        health.register(Probe.STARTUP, "broken", () -> {
            throw new IllegalStateException("on purpose");
        });
        // When
        HttpResponse<String> live = send("GET", "/health/live");
        HttpResponse<String> ready = send("GET", "/health/ready?verbose");
        HttpResponse<String> startup = send("GET", "/health/startup");
        // Then
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"up\",\"checks\":[{\"name\":\"process\",\"status\":\"up\"}]}");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .contains("{\"name\":\"broker\",\"status\":\"down\",\"reason\":\"no answer for 12 s\"}");
        assertThat(startup.statusCode()).isEqualTo(503);
        assertThat(health.isUp(Probe.READY)).isFalse();
    }

    @Test
    void the_metrics_are_served_in_the_format_of_prometheus() throws Exception {
        // Given
        metrics.counter(Metric.INVITES_RECEIVED, "v2", "accepted").increment(3);
        // When
        HttpResponse<String> answer = send("GET", "/metrics");
        // Then
        assertThat(answer.headers().firstValue("Content-Type")).contains(Metrics.CONTENT_TYPE);
        assertThat(answer.body())
                .contains("invites_received_total{endpoint=\"v2\",result=\"accepted\"} 3.0")
                .contains("# HELP invites_received_total " + Metric.INVITES_RECEIVED.help());
    }

    @Test
    void what_the_process_does_now_is_told_under_its_name() throws Exception {
        // Given
        health.tell("calls", () -> "[1]".getBytes(StandardCharsets.UTF_8));
        // When
        HttpResponse<String> known = send("GET", "/now/calls");
        HttpResponse<String> unknown = send("GET", "/now/other");
        // Then
        assertThat(known.body()).isEqualTo("[1]");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void something_is_done_for_whoever_says_who_asks() throws Exception {
        // Given
        health.offer("calls/end", (what, operator) -> {
            if (what.equals("none")) {
                throw new IllegalArgumentException("no such call");
            }
            return ("\"" + what + " for " + operator + "\"").getBytes(StandardCharsets.UTF_8);
        });
        // When
        HttpResponse<String> done = send("POST", "/now/calls/end/7", "ann");
        HttpResponse<String> nobody = send("POST", "/now/calls/end/7");
        HttpResponse<String> wrong = send("POST", "/now/calls/end/none", "ann");
        HttpResponse<String> unknown = send("POST", "/now/other/7", "ann");
        // Then
        assertThat(done.body()).isEqualTo("\"7 for ann\"");
        assertThat(nobody.statusCode()).isEqualTo(403);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("no such call");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void beyond_loopback_nothing_but_health_and_metrics_is_told_without_a_token() throws Exception {
        // Given
        again("0.0.0.0", Optional.empty());
        health.tell("calls", () -> "[1]".getBytes(StandardCharsets.UTF_8));
        health.offer("calls/end", (what, operator) -> "1".getBytes(StandardCharsets.UTF_8));
        // When
        HttpResponse<String> told = send("GET", "/now/calls");
        HttpResponse<String> done = send("POST", "/now/calls/end/7", "ann");
        HttpResponse<String> live = send("GET", "/health/live");
        HttpResponse<String> figures = send("GET", "/metrics");
        // Then
        assertThat(told.statusCode()).isEqualTo(403);
        assertThat(told.body()).contains("admin.token");
        assertThat(done.statusCode()).isEqualTo(403);
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(figures.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void where_there_is_a_token_only_who_shows_it_is_told_and_served(String host) throws Exception {
        // Given
        again(host, Optional.of(new Secret("a-long-random-text")));
        health.tell("calls", () -> "[1]".getBytes(StandardCharsets.UTF_8));
        health.offer("calls/end", (what, operator) -> "2".getBytes(StandardCharsets.UTF_8));
        // When
        HttpResponse<String> none = send("GET", "/now/calls");
        HttpResponse<String> wrong = send("POST", "/now/calls/end/7", "ann", "another-long-text");
        HttpResponse<String> told = send("GET", "/now/calls", "ann", "a-long-random-text");
        HttpResponse<String> done = send("POST", "/now/calls/end/7", "ann", "a-long-random-text");
        // Then
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(told.body()).isEqualTo("[1]");
        assertThat(done.body()).isEqualTo("2");
    }

    @Test
    void an_unknown_path_is_404_and_another_method_405() throws Exception {
        // Given
        String unknownPath = "/health/fine";
        // When
        HttpResponse<String> unknown = send("GET", unknownPath);
        HttpResponse<String> method = send("POST", "/metrics");
        // Then
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(method.statusCode()).isEqualTo(405);
    }

    private void again(String host, Optional<Secret> token) {
        server.close();
        server = AdminServer.start(vertx, config(host, token), health, metrics);
    }

    private static AdminConfig config(String host, Optional<Secret> token) {
        return new AdminConfig(new HostPort(host, 0), token);
    }

    private HttpResponse<String> send(String method, String path, String operator) throws Exception {
        return send(method, path, operator, "");
    }

    private HttpResponse<String> send(String method, String path, String operator, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(url(path))
                    .header(AdminServer.OPERATOR, operator)
                    .method(method, BodyPublishers.noBody());
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.address().port() + path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(url(path))
                    .method(method, BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
