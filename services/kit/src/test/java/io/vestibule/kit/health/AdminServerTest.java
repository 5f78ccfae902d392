package io.vestibule.kit.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.AdminConfig;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private final AdminServer server =
            AdminServer.start(vertx, new AdminConfig(new HostPort("127.0.0.1", 0)), health, metrics);

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

    private HttpResponse<String> send(String method, String path, String operator) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                    .header(AdminServer.OPERATOR, operator)
                    .method(method, BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                    .method(method, BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
