package io.vestibule.ingress.scene;

import io.vertx.core.Vertx;
import io.vestibule.ingress.IngressService;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

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
                "kafka.bootstrap-servers", bootstrap,
                "schema-registry.url", "mock://ingress-it"));
        keys.putAll(overrides);
        this.config = ConfigLoader.with(keys);
        this.serdes = AvroSerdes.of(config.schemaRegistry().serdeProperties());
        this.service = IngressService.start(
                config,
                new IngressService.Surroundings(
                        vertx, identity.keys(), identity.keyRing(), serdes, metrics, health, identity.clock()));
    }

    public AvroSerdes serdes() {
        return serdes;
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
        Topic<InviteReceived> topic =
                Topics.INVITES_RECEIVED.prefixed(config.kafka().topics().prefix());
        Map<String, Object> keys = Map.of("bootstrap.servers", config.kafka().bootstrap());
        List<ConsumerRecord<String, InviteReceived>> facts = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(keys, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(fetched -> facts.add(read(topic, fetched)));
            }
        }
        return facts;
    }

    private ConsumerRecord<String, InviteReceived> read(
            Topic<InviteReceived> topic, ConsumerRecord<String, byte[]> fetched) {
        return new ConsumerRecord<>(
                fetched.topic(),
                fetched.partition(),
                fetched.offset(),
                fetched.key(),
                serdes.deserializer(topic).deserialize(topic.name(), fetched.value()));
    }

    @Override
    public void close() {
        client.close();
        service.close();
        serdes.close();
        vertx.close();
    }
}
