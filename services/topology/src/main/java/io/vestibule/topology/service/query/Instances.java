package io.vestibule.topology.service.query;

import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other instances of the topology, to be asked. Blocks, two seconds at most. Thread-safe. */
final class Instances implements AutoCloseable {

    /** Tells an instance that another one asks, so that no question goes in circles. */
    static final String FORWARDED = "X-Vestibule-Forwarded";

    private static final Logger log = LoggerFactory.getLogger(Instances.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HostPort here;
    private final Optional<Secret> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Instances(HostPort here, Optional<Secret> token) {
        this.here = here;
        this.token = token;
    }

    HostPort here() {
        return here;
    }

    boolean isHere(HostInfo host) {
        return host.host().equals(here.host()) && host.port() == here.port();
    }

    /** @return the other instance's answer, or empty if it has none */
    Optional<byte[]> ask(HostInfo host, String target) {
        HostPort at = new HostPort(host.host(), host.port());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + at + target))
                .timeout(PATIENCE)
                .header(FORWARDED, here.toString());
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException gone) {
            log.atDebug().addKeyValue("address", at).setCause(gone).log("an instance of the topology did not answer");
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
