package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.appservice.AppserviceService;
import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.ingress.IngressService;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.KeyAnswer;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import io.vestibule.matrix.key.ServerKeys;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.appservice.AppserviceRequest;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.appservice.TransactionChecker;
import io.vestibule.topology.service.TopologyService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invites of an application service's user as two Synapse servers had them, with Vestibule in the place of the invited one. */
class GoldenAppserviceIT {

    private static final String FIXTURES = "/io/vestibule/golden/fixtures/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> CLIENT_FORMAT =
            List.of("content", "event_id", "origin_server_ts", "room_id", "sender", "state_key", "type", "unsigned");

    @TempDir
    static Path folder;

    private static final Parts parts = new Parts("the test");
    private static ScriptedAppservice bot;
    private static IngressService ingress;

    @BeforeAll
    static void start() {
        long recordedAt =
                recording("v6/03-hs1-to-hs2-PUT-federation-v2-invite-200").getLong("time_ms");
        InstantSource clock = () -> Instant.ofEpochMilli(recordedAt);
        EmbeddedBroker broker = parts.opened(EmbeddedBroker.start(BrokerConfig.ephemeral(folder.resolve("broker"))));
        bot = parts.opened(ScriptedAppservice.start("bot"));
        VestibuleConfig config = ConfigLoader.with(Map.of(
                "server-name", "localhost:28448",
                "data-dir", folder.resolve("data").toString(),
                "kafka.bootstrap-servers", broker.bootstrapServers(),
                "kafka.topics.partitions", "2",
                "kafka.topics.replication-factor", "1",
                "ingress.listen", "127.0.0.1:0",
                "appservice.listen", "127.0.0.1:0",
                "appservice.registration-files", bot.register(folder, "@as_.*").toString()));
        try (Admin admin = Admin.create(config.kafka().clientProperties())) {
            new TopicAdmin(admin).ensure(config.kafka().topics());
        }
        Vertx vertx = Vertx.vertx();
        parts.opened(() -> vertx.close().await());
        AvroSerdes serdes = parts.opened(AvroSerdes.of(Map.of("schema.registry.url", "mock://golden-appservice")));
        Health health = new Health();
        Metrics metrics = new Metrics();
        parts.opened(
                AppserviceService.start(config, new AppserviceService.Surroundings(vertx, serdes, metrics, health)));
        SigningKeyFile keys = SigningKeyFile.parse(text("keys/hs2-signing.key"));
        ingress = parts.opened(IngressService.start(
                config, new IngressService.Surroundings(vertx, keys, keyRing(clock), serdes, metrics, health, clock)));
        parts.opened(TopologyService.start(config, new TopologyService.Surroundings(serdes, metrics, health)));
        await().atMost(PATIENCE).until(() -> health.isUp(Probe.READY));
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @ParameterizedTest
    @CsvSource({"v6", "v10", "v11"})
    void the_transaction_says_what_the_recorded_one_says(String version) throws Exception {
        // Given
        JsonObject invite = recording(version + "/03-hs1-to-hs2-PUT-federation-v2-invite-200");
        JsonObject recorded = recordedEvent(version);
        String eventId = recorded.getString("event_id");

        // When
        JsonObject answered = deliver(invite);

        // Then
        await().atMost(PATIENCE).until(() -> bot.effects().contains(eventId));
        AppserviceRequest transaction = bot.taken().getLast();
        JsonObject event = transaction.events().getFirst();
        assertThat(TransactionChecker.problems(bot.hsToken(), bot.requests())).isEmpty();
        assertThat(withoutAge(event)).isEqualTo(withoutAge(inClientFormat(recorded)));
        assertThat(event.getJsonObject("unsigned").getLong("age")).isPositive();
        assertThat(answered.toString()).doesNotContain("invite_room_state");
        assertThat(answered.getJsonObject("event").fieldNames()).contains("signatures", "hashes");
    }

    /** The event of the recorded transaction of the invited server. */
    private static JsonObject recordedEvent(String version) {
        for (String number : List.of("04", "05")) {
            JsonObject request = recording(version + "/" + number + "-anon-to-appservice-PUT-app-v1-transactions-200")
                    .getJsonObject("request");
            JsonArray headers = request.getJsonArray("headers");
            if (headers.toString().contains("hs-token-hs2")) {
                return new JsonObject(request.getString("body_raw"))
                        .getJsonArray("events")
                        .getJsonObject(0);
            }
        }
        throw new IllegalStateException("no transaction of the invited server in " + version);
    }

    /** Synapse repeats members of unsigned at the top, which the specification does not have. */
    private static JsonObject inClientFormat(JsonObject event) {
        JsonObject reduced = new JsonObject();
        CLIENT_FORMAT.forEach(name -> reduced.put(name, event.getValue(name)));
        return reduced;
    }

    private static JsonObject withoutAge(JsonObject event) {
        JsonObject copy = event.copy();
        copy.getJsonObject("unsigned").remove("age");
        return copy;
    }

    private static JsonObject deliver(JsonObject recording) throws IOException, InterruptedException {
        JsonObject recorded = recording.getJsonObject("request");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + ingress.address() + recorded.getString("uri")))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(recorded.getString("body_raw")));
        for (Object header : recorded.getJsonArray("headers")) {
            if (((JsonArray) header).getString(0).equals("Authorization")) {
                request.header("Authorization", ((JsonArray) header).getString(1));
            }
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonObject(answer.body());
        }
    }

    private static KeyRing keyRing(InstantSource clock) {
        io.vestibule.matrix.json.JsonObject answer =
                io.vestibule.matrix.json.JsonObject.of(text("keys/hs1-server-key.json"));
        JsonSignatures signatures = new JsonSignatures(Ed25519.portable());
        return new CachingKeyRing(
                request -> ServerKeys.verify(answer, request.server(), clock.millis(), signatures)
                                instanceof KeyAnswer.Verified verified
                        ? new KeyFetch.Fetched(List.of(verified.keys()))
                        : new KeyFetch.Failed("no recorded keys of " + request.server()),
                clock,
                KeyRingLimits.DEFAULT,
                Runnable::run);
    }

    private static JsonObject recording(String name) {
        return new JsonObject(text("invite-appservice-user/" + name + ".json"));
    }

    private static String text(String name) {
        try (InputStream file = GoldenAppserviceIT.class.getResourceAsStream(FIXTURES + name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
