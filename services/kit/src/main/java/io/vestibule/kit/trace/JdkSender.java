package io.vestibule.kit.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;

/**
 * Sends what OpenTelemetry exports with the JDK's HTTP client, which is here already. One attempt each, uncompressed. Found by
 * OpenTelemetry as a service; thread-safe.
 */
public final class JdkSender implements HttpSenderProvider {

    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(int getStatusCode, byte[] getResponseBody) implements HttpResponse {
        @Override
        public String getStatusMessage() {
            return "status " + getStatusCode;
        }
    }

    @Override
    public HttpSender createSender(HttpSenderConfig config) {
        return new Sender(
                config,
                HttpClient.newBuilder()
                        .connectTimeout(config.getConnectTimeout())
                        .build());
    }

    private record Sender(HttpSenderConfig config, HttpClient client) implements HttpSender {

        @Override
        public void send(MessageWriter message, Consumer<HttpResponse> whenAnswered, Consumer<Throwable> whenFailed) {
            HttpRequest request;
            try {
                request = request(message);
            } catch (IOException | RuntimeException unwritable) {
                whenFailed.accept(unwritable);
                return;
            }
            client.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((answer, failure) -> {
                if (failure == null) {
                    whenAnswered.accept(new Answer(answer.statusCode(), answer.body()));
                } else {
                    whenFailed.accept(failure);
                }
            });
        }

        private HttpRequest request(MessageWriter message) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            message.writeMessage(body);
            HttpRequest.Builder request = HttpRequest.newBuilder(config.getEndpoint())
                    .timeout(config.getTimeout())
                    .setHeader("Content-Type", config.getContentType());
            config.getHeadersSupplier()
                    .get()
                    .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
            return request.POST(BodyPublishers.ofByteArray(body.toByteArray())).build();
        }

        @Override
        public CompletableResultCode shutdown() {
            client.shutdownNow();
            return CompletableResultCode.ofSuccess();
        }
    }
}
