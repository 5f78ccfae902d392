package io.vestibule.ingress.scene;

import io.vertx.core.Vertx;
import io.vestibule.ingress.IngressService;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.HostPort;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A whole ingress: HTTP, checks and a real broker; only other servers' keys come from the stage. */
public final class RunningIngress implements AutoCloseable {

    public final Health health = new Health();
    public final Metrics metrics = new Metrics();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final VestibuleConfig config;
    private final AvroSerdes serdes;
    private final IngressService service;

    /** Who we are and what time it is. */
    public record Identity(SigningKeyFile keys, KeyRing keyRing, InstantSource clock) {}

    public RunningIngress(String bootstrap, Identity identity, Map<String, String> overrides) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "server-name", "us.example",
                "ingress.listen", "127.0.0.1:0",
                "ingress.ack-timeout", "3s",
                "kafka.bootstrap-servers", bootstrap));
        keys.putAll(overrides);
        this.config = ConfigLoader.with(keys);
        this.serdes = AvroSerdes.of(LogReader.registry(bootstrap));
        this.service = IngressService.start(
                config,
                new IngressService.Surroundings(
                        vertx, identity.keys(), identity.keyRing(), serdes, metrics, health, identity.clock()));
    }

    /** An ingress that gets its keys from a stage and the time from the system. */
    public static RunningIngress of(Stage stage, String bootstrap, String prefix) {
        Identity identity = new Identity(
                new SigningKeyFile(List.of(stage.ourKey), List.of()),
                stage.keyRing(InstantSource.system()),
                InstantSource.system());
        return new RunningIngress(bootstrap, identity, Map.of("kafka.topics.prefix", prefix));
    }

    public HostPort address() {
        return service.address();
    }

    /** Sends a signed call. */
    public HttpResponse<String> send(Call call) throws IOException, InterruptedException {
        return client.send(request(call), BodyHandlers.ofString());
    }

    public HttpRequest request(Call call) {
        return request(call.method(), call.target(), call.body())
                .header("Authorization", call.authorization())
                .build();
    }

    public HttpRequest.Builder request(String method, String target, byte[] body) {
        return HttpRequest.newBuilder(URI.create("http://" + service.address() + target))
                .method(method, BodyPublishers.ofByteArray(body));
    }

    public HttpClient client() {
        return client;
    }

    /** Every fact that the log has now. */
    public List<ConsumerRecord<String, InviteReceived>> facts() {
        return LogReader.received(
                config.kafka().bootstrap(), config.kafka().topics().prefix());
    }

    @Override
    public void close() {
        client.close();
        service.close();
        serdes.close();
        vertx.close();
    }
}
