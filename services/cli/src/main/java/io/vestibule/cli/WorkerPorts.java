package io.vestibule.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.Secret;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.AdminServer;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workers' admin addresses, to be asked one after another. */
final class WorkerPorts implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String SERVERS = "/now/worker-servers";

    private final List<HostPort> workers;
    private final Optional<Secret> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** Those that the console asks too; without any, the one process. */
    WorkerPorts(VestibuleConfig config) {
        List<HostPort> named = config.console().workers();
        this.workers = named.isEmpty() ? List.of(config.admin().listen()) : named;
        this.token = config.admin().token();
    }

    /** @return what each remembers of other servers, empty for one that does not answer */
    Map<HostPort, Optional<JsonObject>> servers() throws InterruptedException {
        return each(worker -> HttpRequest.newBuilder(URI.create("http://" + worker + SERVERS)));
    }

    /** @return what came of each forgetting the server, empty for one that does not answer */
    Map<HostPort, Optional<JsonObject>> reset(ServerName server, String operator) throws InterruptedException {
        String path = SERVERS + "/reset/" + URLEncoder.encode(server.value(), UTF_8);
        return each(worker -> HttpRequest.newBuilder(URI.create("http://" + worker + path))
                .header(AdminServer.OPERATOR, operator)
                .POST(BodyPublishers.noBody()));
    }

    private interface Question {
        HttpRequest.Builder to(HostPort worker);
    }

    private Map<HostPort, Optional<JsonObject>> each(Question question) throws InterruptedException {
        Map<HostPort, Optional<JsonObject>> answers = new LinkedHashMap<>();
        for (HostPort worker : workers) {
            HttpRequest.Builder asked = question.to(worker).timeout(PATIENCE);
            token.ifPresent(secret -> asked.header("Authorization", "Bearer " + secret.value()));
            answers.put(worker, ask(asked.build()));
        }
        return answers;
    }

    private Optional<JsonObject> ask(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(JsonObject.parse(answer.body(), JsonRules.LENIENT))
                    : Optional.empty();
        } catch (IOException | InvalidJsonException noAnswer) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
