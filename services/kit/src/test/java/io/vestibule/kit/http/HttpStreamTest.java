package io.vestibule.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vestibule.kit.config.HostPort;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStreamTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<HttpStream.Outlet> opened = new CompletableFuture<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private HttpListener listener;

    @AfterEach
    void stop() {
        client.close();
        listener.close();
        vertx.close().await();
    }

    @Test
    void a_body_comes_part_by_part_until_it_is_ended() throws Exception {
        // Given
        start(request -> CompletableFuture.completedFuture(HttpAnswer.streaming("text/plain", stream())));
        HttpResponse<InputStream> answer = send(Version.HTTP_1_1);
        HttpStream.Outlet outlet = opened.get(5, TimeUnit.SECONDS);

        // When
        outlet.write("one".getBytes(UTF_8));
        String first = new String(answer.body().readNBytes(3), UTF_8);
        outlet.write("two".getBytes(UTF_8));
        outlet.end();
        outlet.end();

        // Then
        assertThat(first).isEqualTo("one");
        assertThat(new String(answer.body().readAllBytes(), UTF_8)).isEqualTo("two");
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        outlet.write("after the end".getBytes(UTF_8));
    }

    @Test
    void a_caller_who_leaves_is_noticed() throws Exception {
        // Given
        start(request -> CompletableFuture.completedFuture(HttpAnswer.streaming("text/plain", stream())));
        HttpResponse<InputStream> answer = send(Version.HTTP_1_1);
        opened.get(5, TimeUnit.SECONDS);

        // When
        answer.body().close();

        // Then
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void the_host_is_a_header_in_every_version(String version) throws Exception {
        // Given
        start(request -> CompletableFuture.completedFuture(
                HttpAnswer.text(200, "text/plain", request.header("host").orElse("none"))));
        send(Version.valueOf(version)).body().close();

        // When
        HttpResponse<InputStream> answer = send(Version.valueOf(version));

        // Then
        assertThat(answer.version()).isEqualTo(Version.valueOf(version));
        assertThat(new String(answer.body().readAllBytes(), UTF_8))
                .isEqualTo(listener.address().toString());
    }

    private HttpStream stream() {
        return new HttpStream() {
            @Override
            public void opened(Outlet outlet) {
                opened.complete(outlet);
            }

            @Override
            public void gone() {
                gone.countDown();
            }
        };
    }

    private void start(HttpHandler handler) {
        ListenOptions options = new ListenOptions(
                new HostPort("127.0.0.1", 0),
                Optional.empty(),
                ListenOptions.Bounds.of(1024, 10),
                ListenOptions.Timeouts.DEFAULT);
        listener = HttpListener.start(vertx, options, handler);
    }

    private HttpResponse<InputStream> send(Version version) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + listener.address() + "/"))
                .version(version)
                .build();
        return client.send(request, BodyHandlers.ofInputStream());
    }
}
