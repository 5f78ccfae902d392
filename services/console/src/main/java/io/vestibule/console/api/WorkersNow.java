package io.vestibule.console.api;

import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.Secret;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the workers whom they are asking at this moment, all at once. Blocks, for less than a second. Thread-safe. */
public final class WorkersNow implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkersNow.class);
    private static final String PATH = "/now/worker-calls";
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final Supplier<List<HostPort>> workers;
    private final Optional<Secret> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /**
     * @param workers their admin addresses
     * @param token what they want to be shown
     */
    public WorkersNow(Supplier<List<HostPort>> workers, Optional<Secret> token) {
        this.workers = workers;
        this.token = token;
    }

    /** @return the servers that are being asked, by work order; of the workers that answer */
    Map<String, List<String>> calls() {
        List<CompletableFuture<HttpResponse<byte[]>>> answers =
                workers.get().stream().map(this::ask).toList();
        Map<String, List<String>> calls = new HashMap<>();
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            try {
                read(answer.join(), calls);
            } catch (CompletionException silent) {
                log.atDebug().setCause(silent).log("a worker does not tell whom it is asking");
            }
        }
        return calls;
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(HostPort worker) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + worker + PATH)).timeout(PATIENCE);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    private static void read(HttpResponse<byte[]> answer, Map<String, List<String>> into) {
        parsed(answer).flatMap(json -> json.array("calls")).stream()
                .flatMap(JsonArray::stream)
                .forEach(call -> {
                    if (call instanceof JsonObject known) {
                        into.computeIfAbsent(known.string("order_id").orElse(""), order -> new ArrayList<>())
                                .add(known.string("server").orElse(""));
                    }
                });
    }

    private static Optional<JsonObject> parsed(HttpResponse<byte[]> answer) {
        try {
            return answer.statusCode() == 200
                    ? Optional.of(JsonObject.parse(answer.body(), JsonRules.LENIENT))
                    : Optional.empty();
        } catch (InvalidJsonException other) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
