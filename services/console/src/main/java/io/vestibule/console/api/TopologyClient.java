package io.vestibule.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.Secret;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the topology: any instance of it, one after another until one answers. Blocks. Thread-safe. */
public final class TopologyClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopologyClient.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 4 << 20;

    private final Supplier<List<HostPort>> instances;
    private final Optional<Secret> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    /**
     * @param instances where they answer
     * @param token what they want to be shown
     */
    public TopologyClient(Supplier<List<HostPort>> instances, Optional<Secret> token) {
        this.instances = instances;
        this.token = token;
    }

    /** @return what the topology knows of the user in the room, or why it is not known now */
    HttpAnswer invite(RoomId room, UserId user) {
        return ask("/v1/invites/" + encoded(room.value()) + "/" + encoded(user.value()));
    }

    /** @return what is under way and what will be */
    HttpAnswer work(int limit) {
        return ask("/v1/work?limit=" + limit);
    }

    private HttpAnswer ask(String target) {
        String last = "no instance of the topology is known; console.topology names them";
        for (HostPort instance : instances.get()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + instance + target))
                    .timeout(PATIENCE);
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
            try {
                HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200 && answer.body().length <= MOST_BYTES) {
                    return HttpAnswer.json(200, answer.body());
                }
                last = instance + " answered " + answer.statusCode();
            } catch (IOException gone) {
                log.atDebug().addKeyValue("address", instance).setCause(gone).log("the topology did not answer");
                last = instance + " cannot be reached";
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return HttpAnswer.unavailable("The console is shutting down", Duration.ofSeconds(1));
            }
        }
        return HttpAnswer.unavailable("The topology gives no answer now: " + last, Duration.ofSeconds(1));
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
