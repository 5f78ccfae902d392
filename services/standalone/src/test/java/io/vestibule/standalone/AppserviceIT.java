package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.EmbeddedBroker;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.kit.lifecycle.Parts;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.catalog.TopicAdmin;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.schemas.serde.AvroSerdes;
import io.vestibule.testkit.appservice.ScriptedAppservice;
import io.vestibule.testkit.appservice.TransactionChecker;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application service beside a whole Vestibule: what it hears, and who its users are. */
class AppserviceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static final Parts parts = new Parts("the test");
    private static FederationWorld world;
    private static ScriptedAppservice bridge;
    private static ScriptedHomeserver alices;
    private static Deployment us;

    @BeforeAll
    static void start() throws IOException {
        world = parts.opened(FederationWorld.open());
        alices = world.server("a.example");
        bridge = parts.opened(ScriptedAppservice.start("bridge"));
        bridge.register(directory, "@bridge_.*");
        VestibuleFiles files = VestibuleFiles.write(world, directory, """
                log: {level: warn}
                appservice: {registration-files: [bridge.yaml], listen: "127.0.0.1:0", first-retry: 50ms, longest-retry: 200ms}
                """);
        EmbeddedBroker broker = parts.opened(EmbeddedBroker.start(BrokerConfig.ephemeral(directory.resolve("broker"))));
        VestibuleConfig config = ConfigLoader.load(
                Optional.of(files.configFile()),
                Map.of(),
                Map.of(
                        "kafka.bootstrap-servers", broker.bootstrapServers(),
                        "kafka.topics.partitions", "3",
                        "kafka.topics.replication-factor", "1",
                        "ingress.local-users", "feed"));
        feedUsers(config, "@bridge_known:" + files.peer().name(), "*");
        Standalone standalone = parts.opened(Standalone.start(config));
        us = parts.opened(new Deployment(world, files.peer(), standalone.config()));
    }

    /** What the homeserver has written before: its users, and that these are all. */
    private static void feedUsers(VestibuleConfig config, String... users) {
        try (Admin admin = Admin.create(config.kafka().clientProperties())) {
            new TopicAdmin(admin).ensure(config.kafka().topics());
        }
        Map<String, Object> serdeKeys = config.kafka().clientProperties();
        serdeKeys.putAll(config.schemaRegistry().serdeProperties());
        try (AvroSerdes serdes = AvroSerdes.of(serdeKeys);
                Producer<byte[], LocalUser> producer = new KafkaProducer<>(
                        config.kafka().clientProperties(),
                        new ByteArraySerializer(),
                        serdes.serializer(Topics.HOMESERVER_USERS))) {
            for (String user : users) {
                LocalUser known =
                        LocalUser.newBuilder().setUserId(user).setChangedAt(1).build();
                producer.send(new ProducerRecord<>(Topics.HOMESERVER_USERS.name(), user.getBytes(UTF_8), known));
            }
            producer.flush();
        }
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @AfterEach
    void heal() {
        bridge.answerNormally();
        bridge.comeBack();
        assertThat(TransactionChecker.problems(bridge.hsToken(), bridge.requests()))
                .isEmpty();
    }

    @Test
    void an_invite_and_the_join_that_follows_arrive_in_order() throws Exception {
        // Given
        UserId ghost = us.user("bridge_known");
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        us.invited(alices, "alice", room, ghost, InviteEnvelope.via(alices));

        // When
        CommandOutcome outcome = Deployment.outcomeOf(us.accept(room, ghost));

        // Then
        assertThat(outcome.getOutcome()).isEqualTo(OutcomeType.JOINED);
        assertHeard(room, "invite", "join");
    }

    @Test
    void a_rejection_is_heard_while_the_service_was_down_for_all_of_it() throws Exception {
        // Given
        UserId ghost = us.user("bridge_known");
        ScriptedRoom room = world.room("12", alices, "alice", "Cellar");
        bridge.goDown();
        us.invited(alices, "alice", room, ghost, InviteEnvelope.via(alices));
        CommandOutcome outcome = Deployment.outcomeOf(us.reject(room, ghost));

        // When
        bridge.comeBack();

        // Then
        assertThat(outcome.getOutcome()).isEqualTo(OutcomeType.LEFT);
        assertHeard(room, "invite", "leave");
    }

    @Test
    void a_retraction_is_heard() throws Exception {
        // Given
        UserId ghost = us.user("bridge_known");
        ScriptedRoom room = world.room("11", alices, "alice", "Attic");
        us.invited(alices, "alice", room, ghost, InviteEnvelope.via(alices));
        RoomEvent kick = room.prepare(alices.identity(), alices.user("alice"), ghost, "leave");

        // When
        us.feed(
                Topics.HOMESERVER_PDUS,
                room,
                PduSeen.newBuilder()
                        .setRoomId(room.id().value())
                        .setUserId(ghost.value())
                        .setSender(alices.user("alice").value())
                        .setMembership(Membership.LEAVE)
                        .setOrigin(alices.name().value())
                        .setPduJson(kick.json().toString())
                        .build());

        // Then
        assertHeard(room, "invite", "leave");
    }

    @Test
    void a_user_whom_the_service_has_exists_although_the_feed_does_not_know_them() throws Exception {
        // Given
        UserId ghost = us.user("bridge_new");
        bridge.addUser(ghost.value());
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");

        // When
        InviteExchange exchange = invite(room, ghost);

        // Then
        assertThat(exchange.answer().status()).as(exchange.answer().toString()).isEqualTo(200);
        assertHeard(room, "invite");
    }

    @Test
    void a_user_whom_the_service_does_not_have_is_refused_and_nothing_is_kept() throws Exception {
        // Given
        UserId nobody = us.user("bridge_nobody");
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");

        // When
        InviteExchange exchange = invite(room, nobody);

        // Then
        assertThat(exchange.answer().status()).isEqualTo(403);
        assertThat(exchange.answer().errcode()).isEqualTo("M_FORBIDDEN");
        assertThat(us.records(Topics.INVITES_RECEIVED, room)).isEmpty();
    }

    @Test
    void while_the_service_cannot_be_asked_the_inviter_is_to_come_back_and_nothing_is_kept() throws Exception {
        // Given
        UserId ghost = us.user("bridge_other");
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        bridge.goDown();

        // When
        InviteExchange exchange = invite(room, ghost);

        // Then
        assertThat(exchange.answer().status()).isEqualTo(503);
        assertThat(us.records(Topics.INVITES_RECEIVED, room)).isEmpty();
    }

    @Test
    void nobody_is_asked_for_a_user_outside_the_namespace() throws Exception {
        // Given
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        long asked = questions();

        // When
        InviteExchange exchange = invite(room, us.user("bob"));

        // Then
        assertThat(exchange.answer().status()).isEqualTo(403);
        assertThat(questions()).isEqualTo(asked);
    }

    private static long questions() {
        return bridge.requests().stream()
                .filter(request -> !request.isTransaction())
                .count();
    }

    private static InviteExchange invite(ScriptedRoom room, UserId user) throws IOException {
        return alices.invite(us.peer(), room, "alice", user, InviteEnvelope.via(alices));
    }

    private static void assertHeard(ScriptedRoom room, String... memberships) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard(room)).containsExactly(memberships));
    }

    private static List<String> heard(ScriptedRoom room) {
        List<String> effects = bridge.effects();
        return bridge.taken().stream()
                .flatMap(transaction -> transaction.events().stream())
                .filter(event -> effects.contains(event.getString("event_id")))
                .filter(event -> event.getString("room_id").equals(room.id().value()))
                .map(event -> event.getJsonObject("content").getString("membership"))
                .distinct()
                .toList();
    }
}
