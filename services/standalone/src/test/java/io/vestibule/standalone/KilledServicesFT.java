package io.vestibule.standalone;

import static io.vestibule.standalone.Deployment.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.broker.BrokerConfig;
import io.vestibule.broker.BrokerProcess;
import io.vestibule.kit.config.ConfigLoader;
import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.VestibuleFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every service in a JVM of its own, killed at the worst moments: nothing is lost and nothing happens twice. */
class KilledServicesFT {

    private static final int REPEATS = 3;
    private static final int JOINS = 4;
    private static final int INVITES = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static FederationWorld world;
    private static BrokerProcess broker;
    private static ServiceProcess ingress;
    private static ServiceProcess topology;
    private static ServiceProcess worker;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static Identity ourIdentity;

    private final CompletableFuture<Void> released = new CompletableFuture<>();

    @BeforeAll
    static void start() throws IOException {
        world = FederationWorld.open();
        VestibuleFiles files = VestibuleFiles.write(world, directory, "log: {level: info}\n");
        broker = BrokerProcess.start(BrokerConfig.ephemeral(directory.resolve("broker")));
        VestibuleConfig config = ConfigLoader.load(
                Optional.of(files.configFile()),
                Map.of(),
                Map.of("kafka.bootstrap-servers", broker.bootstrapServers()));
        Path ingressFile = ClusterFiles.write(files, broker.bootstrapServers(), "ingress");
        Path topologyFile = ClusterFiles.write(files, broker.bootstrapServers(), "topology");
        Path workerFile = ClusterFiles.write(files, broker.bootstrapServers(), "worker");
        ingress = ServiceProcess.start("ingress", ingressFile);
        topology = ServiceProcess.start("topology", topologyFile);
        worker = ServiceProcess.start("worker", workerFile);
        us = new Deployment(world, files.peer(), config);
        alices = world.server("a.example");
        ourIdentity = files.identity();
    }

    @AfterAll
    static void judge_and_stop() {
        try {
            us.assertPromisesKept();
        } finally {
            stop();
        }
    }

    private static void stop() {
        us.close();
        for (ServiceProcess process : List.of(ingress, topology, worker)) {
            process.close();
        }
        broker.close();
        world.close();
    }

    @AfterEach
    void heal() {
        released.complete(null);
        alices.script().clear();
    }

    @RepeatedTest(REPEATS)
    void a_worker_killed_between_make_and_send_sends_one_event_after_all() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = invitingRoom(bob);
        alices.script().next(Route.MAKE_JOIN, Fault.heldBack(released));
        CompletableFuture<CommandOutcome> outcome = us.accept(room, bob);
        await().atMost(PATIENCE).until(() -> !asked(Route.MAKE_JOIN, room).isEmpty());

        // When
        released.complete(null);
        worker.kill();
        worker.restart();

        // Then
        assertJoinedOnce(room, bob, outcomeOf(outcome));
    }

    @RepeatedTest(REPEATS)
    void a_worker_killed_while_its_put_is_on_the_way_repeats_the_same_event() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = invitingRoom(bob);
        alices.script().next(Route.SEND_JOIN, Fault.hang());
        CompletableFuture<CommandOutcome> outcome = us.accept(room, bob);
        await().atMost(PATIENCE).until(() -> !asked(Route.SEND_JOIN, room).isEmpty());

        // When
        worker.kill();
        worker.restart();

        // Then
        assertJoinedOnce(room, bob, outcomeOf(outcome));
    }

    @RepeatedTest(REPEATS)
    void a_worker_killed_after_send_before_its_report_repeats_the_same_event() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = invitingRoom(bob);
        alices.script().next(Route.SEND_JOIN, Fault.obeyAndHang());
        CompletableFuture<CommandOutcome> outcome = us.accept(room, bob);
        await().atMost(PATIENCE).until(() -> room.membership(bob).equals("join"));

        // When
        worker.kill();
        worker.restart();

        // Then
        assertJoinedOnce(room, bob, outcomeOf(outcome));
        assertThat(asked(Route.SEND_JOIN, room)).hasSizeGreaterThan(1);
    }

    @RepeatedTest(REPEATS)
    void a_worker_killed_while_its_invite_is_on_the_way_sends_the_same_bytes_again() throws Exception {
        // Given
        UserId dana = alices.user("dana");
        ScriptedRoom room = ScriptedRoom.create(RoomVersionId.of("11"), ourIdentity, "ulla", "Office");
        RoomEvent invite = room.prepare(ourIdentity, us.user("ulla"), dana, "invite");
        alices.script().next(Route.INVITE_V2, Fault.obeyAndHang());
        CompletableFuture<CommandOutcome> outcome = us.sendInvite(room, invite, dana);
        await().atMost(PATIENCE).until(() -> !asked(Route.INVITE_V2, room).isEmpty());

        // When
        worker.kill();
        worker.restart();

        // Then
        CommandOutcome decided = outcomeOf(outcome);
        assertThat(decided.getOutcome()).as(decided.toString()).isEqualTo(OutcomeType.INVITED);
        assertThat(decided.getEventId()).isEqualTo(invite.id().value());
        assertSentAgainTheSame(asked(Route.INVITE_V2, room));
        assertThat(us.records(Topics.INVITES_OUTCOMES, room)).hasSize(1);
    }

    @RepeatedTest(REPEATS)
    void a_worker_and_a_topology_killed_during_a_retraction_repeat_the_same_transaction() throws Exception {
        // Given
        UserId dana = alices.user("dana");
        ScriptedRoom room = ScriptedRoom.create(RoomVersionId.of("11"), ourIdentity, "ulla", "Office");
        room.accept(room.prepare(ourIdentity, us.user("ulla"), dana, "invite"));
        RoomEvent leave = room.prepare(ourIdentity, us.user("ulla"), dana, "leave");
        alices.script().next(Route.TRANSACTION, Fault.serverError(), Fault.hang());
        CompletableFuture<CommandOutcome> outcome = us.retractInvite(room, leave, dana);
        await().atMost(PATIENCE).until(() -> transactionsOf(leave).size() == 1);

        // When
        topology.kill();
        topology.restart();
        await().atMost(PATIENCE).until(() -> transactionsOf(leave).size() == 2);
        worker.kill();
        worker.restart();

        // Then
        assertThat(outcomeOf(outcome).getOutcome()).isEqualTo(OutcomeType.RETRACTION_SENT);
        assertSentAgainTheSame(transactionsOf(leave));
    }

    private static void assertSentAgainTheSame(List<RecordedRequest> requests) {
        assertThat(requests).hasSizeGreaterThan(1);
        assertThat(requests)
                .extracting(RecordedRequest::target)
                .containsOnly(requests.getFirst().target());
        assertThat(requests)
                .extracting(RecordedRequest::body)
                .containsOnly(requests.getFirst().body());
    }

    private static List<RecordedRequest> transactionsOf(RoomEvent event) {
        return world.requests()
                .matching(request -> request.route() == Route.TRANSACTION
                        && request.json().getJsonArray("pdus").getJsonObject(0).equals(event.json()));
    }

    @RepeatedTest(REPEATS)
    void a_topology_killed_mid_stream_gives_every_command_its_one_outcome() throws Exception {
        // Given
        List<ScriptedRoom> rooms = new ArrayList<>();
        List<InviteCommand> commands = new ArrayList<>();
        UserId bob = us.user("bob");
        for (int i = 0; i < JOINS; i++) {
            ScriptedRoom room = invitingRoom(bob);
            rooms.add(room);
            commands.add(Deployment.acceptCommand(room, bob));
        }

        // When
        List<CompletableFuture<CommandOutcome>> outcomes =
                commands.stream().map(us::send).toList();
        await().atMost(PATIENCE)
                .until(() -> !asked(Route.MAKE_JOIN, rooms.getFirst()).isEmpty());
        topology.kill();
        topology.restart();

        // Then
        for (int i = 0; i < rooms.size(); i++) {
            assertJoinedOnce(rooms.get(i), bob, outcomeOf(outcomes.get(i)));
        }
    }

    @RepeatedTest(REPEATS)
    void an_ingress_killed_mid_request_loses_no_invite_that_it_answered_with_200() throws Exception {
        // Given
        UserId bob = us.user("bob");
        List<ScriptedRoom> rooms = new ArrayList<>();
        for (int i = 0; i < INVITES; i++) {
            rooms.add(world.room("11", alices, "alice", "Lounge"));
        }
        List<ScriptedRoom> acknowledged = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> inviting =
                CompletableFuture.runAsync(() -> inviteUntilCutOff(rooms, bob, acknowledged));
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= 2);

        // When
        ingress.kill();
        inviting.get();
        ingress.restart();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acknowledged)
                        .allSatisfy(room -> assertThat(us.state(room, bob)).isEqualTo("INVITED")));
        for (ScriptedRoom room : rooms) {
            us.invited(alices, "alice", room, bob, InviteEnvelope.V2);
        }
    }

    @Test
    void every_service_that_is_told_to_stop_in_the_middle_of_work_stops_cleanly_and_nothing_is_dropped()
            throws Exception {
        for (ServiceProcess service : List.of(worker, topology, ingress)) {
            // Given
            UserId bob = us.user("bob");
            ScriptedRoom room = invitingRoom(bob);
            alices.script().next(Route.MAKE_JOIN, Fault.after(Duration.ofSeconds(1)));
            CompletableFuture<CommandOutcome> outcome = us.accept(room, bob);
            await().atMost(PATIENCE).until(() -> !asked(Route.MAKE_JOIN, room).isEmpty());

            // When
            int code = service.stop();
            service.restart();

            // Then
            assertThat(code).isEqualTo(143);
            assertJoinedOnce(room, bob, outcomeOf(outcome));
        }
    }

    private static void inviteUntilCutOff(List<ScriptedRoom> rooms, UserId user, List<ScriptedRoom> acknowledged) {
        for (ScriptedRoom room : rooms) {
            RoomEvent event = room.prepare(alices.identity(), alices.user("alice"), user, "invite");
            try {
                InviteExchange exchange = alices.deliver(us.peer(), room, event, InviteEnvelope.V2);
                if (exchange.isAccepted()) {
                    acknowledged.add(room);
                    us.acknowledged(exchange, room, user);
                }
            } catch (IOException cutOff) {
                return;
            }
        }
    }

    private static ScriptedRoom invitingRoom(UserId user) throws IOException {
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        us.invited(alices, "alice", room, user, InviteEnvelope.via(alices));
        return room;
    }

    private static void assertJoinedOnce(ScriptedRoom room, UserId user, CommandOutcome outcome) {
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        assertThat(room.membership(user)).isEqualTo("join");
        Set<String> sent = asked(Route.SEND_JOIN, room).stream()
                .map(RecordedRequest::subject)
                .collect(Collectors.toSet());
        assertThat(sent).as("event IDs on the wire").containsExactly(outcome.getEventId());
        assertThat(us.records(Topics.INVITES_OUTCOMES, room))
                .extracting(CommandOutcome::getCommandId)
                .containsExactly(outcome.getCommandId());
        assertThat(us.state(room, user)).isEqualTo("JOINED");
    }

    private static List<RecordedRequest> asked(Route route, ScriptedRoom room) {
        return world.requests()
                .matching(request -> request.route() == route
                        && request.room().equals(room.id().value()));
    }
}
