package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.appservice.AppserviceRequest;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.appservice.TransactionChecker;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender to application services in a JVM of its own, killed in the middle: nothing is lost, nothing differs. */
class KilledAppserviceFT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 60;

    @TempDir
    static Path directory;

    private static final Parts parts = new Parts("the test");
    private static ScriptedAppservice bridge;
    private static ServiceProcess appservice;
    private static Producer<byte[], AppserviceEvent> events;

    @BeforeAll
    static void start() throws IOException {
        FederationWorld world = parts.opened(FederationWorld.open());
        bridge = parts.opened(ScriptedAppservice.start("bridge"));
        bridge.register(directory, "@bridge_.*");
        VestibuleFiles files = VestibuleFiles.write(world, directory, """
                log: {level: info}
                appservice: {registration-files: [bridge.yaml], listen: "127.0.0.1:0", first-retry: 50ms, longest-retry: 200ms}
                """);
        BrokerProcess broker = parts.opened(BrokerProcess.start(BrokerConfig.ephemeral(directory.resolve("broker"))));
        appservice = parts.opened(
                ServiceProcess.start("appservice", ClusterFiles.write(files, broker.bootstrapServers(), "appservice")));
        VestibuleConfig config = ConfigLoader.load(
                Optional.of(files.configFile()),
                Map.of(),
                Map.of("kafka.bootstrap-servers", broker.bootstrapServers()));
        Map<String, Object> keys = config.kafka().clientProperties();
        Map<String, Object> serdeKeys = config.kafka().clientProperties();
        serdeKeys.putAll(config.schemaRegistry().serdeProperties());
        AvroSerdes serdes = parts.opened(AvroSerdes.of(serdeKeys));
        events = parts.opened(
                new KafkaProducer<>(keys, new ByteArraySerializer(), serdes.serializer(Topics.INVITES_APPSERVICE)));
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @AfterEach
    void heal() {
        bridge.answerNormally();
    }

    @RepeatedTest(2)
    void killed_in_the_middle_of_many_every_event_is_once_in_effect_and_in_order(RepetitionInfo round)
            throws Exception {
        // Given
        List<String> ids = IntStream.range(0, EVENTS)
                .mapToObj(number -> "$many-" + round.getCurrentRepetition() + "-" + number)
                .toList();
        int before = bridge.effects().size();
        ids.forEach(KilledAppserviceFT::append);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> bridge.effects().size() > before + 5);

        // When
        appservice.kill();
        int taken = bridge.effects().size() - before;
        appservice.restart();

        // Then
        assertThat(taken).as("it was killed in the middle").isLessThan(EVENTS);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(bridge.effects()).hasSize(before + EVENTS).endsWith(ids.toArray(String[]::new)));
        assertThat(TransactionChecker.problems(bridge.hsToken(), bridge.requests()))
                .isEmpty();
    }

    @Test
    void killed_before_it_heard_the_answer_it_repeats_the_same_transaction() throws Exception {
        // Given
        CompletableFuture<Void> answer = new CompletableFuture<>();
        bridge.holdNext(answer);
        append("$unheard");
        append("$after");
        await().atMost(PATIENCE).until(bridge::isHolding);

        // When
        appservice.kill();
        answer.complete(null);
        appservice.restart();

        // Then
        await().atMost(PATIENCE).until(() -> bridge.effects().contains("$after"));
        List<AppserviceRequest> unheard = bridge.taken().stream()
                .filter(transaction -> transaction.eventIds().contains("$unheard"))
                .toList();
        assertThat(unheard).hasSize(2);
        assertThat(unheard)
                .extracting(AppserviceRequest::body)
                .containsOnly(unheard.getFirst().body());
        assertThat(unheard)
                .extracting(AppserviceRequest::subject)
                .containsOnly(unheard.getFirst().subject());
        assertThat(TransactionChecker.problems(bridge.hsToken(), bridge.requests()))
                .isEmpty();
    }

    private static void append(String eventId) {
        AppserviceEvent event = AppserviceEvent.newBuilder()
                .setAppserviceId("bridge")
                .setRoomId("!hall:a.example")
                .setUserId("@bridge_bob:us.example")
                .setEventId(eventId)
                .setMembership(Membership.JOIN)
                .setDecidedAt(7)
                .setEventJson("""
                        {"content":{"membership":"join"},"event_id":"%s","origin_server_ts":5,\
                        "room_id":"!hall:a.example","sender":"@bridge_bob:us.example",\
                        "state_key":"@bridge_bob:us.example","type":"m.room.member","unsigned":{"age":2}}\
                        """.formatted(eventId))
                .build();
        events.send(new ProducerRecord<>(Topics.INVITES_APPSERVICE.name(), "bridge".getBytes(UTF_8), event));
    }
}
