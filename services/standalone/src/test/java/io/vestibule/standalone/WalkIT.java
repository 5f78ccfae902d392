package io.vestibule.standalone;

import static io.vestibule.standalone.Deployment.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.ImportRecordType;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteExchange;
import io.vestibule.testkit.server.InviteForm;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.server.TemplateFlaw;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an invite over HTTP to a joined or left room, through the whole pipeline, past servers that are dead in every way. */
class WalkIT {

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static ScriptedHomeserver refusing;
    private static ScriptedHomeserver hanging;
    private static ScriptedHomeserver failing;
    private static ScriptedHomeserver unknowing;
    private static ScriptedHomeserver lying;
    private static ScriptedHomeserver strict;
    private static ScriptedHomeserver good;

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "make-timeout: 3s, short-try-timeout: 1s");
        world = running.world();
        us = running.deployment();
        alices = world.server("a.example");
        refusing = world.server("refusing.example");
        hanging = world.server("hanging.example");
        failing = world.server("failing.example");
        unknowing = world.server("unknowing.example");
        lying = world.server("lying.example");
        strict = world.server("strict.example");
        good = world.server("good.example");
        refusing.goOffline();
        hanging.script().everyHandshake(Fault.hang());
        failing.script().everyHandshake(Fault.serverError());
        unknowing.script().everyHandshake(Fault.notFound());
        lying.script().everyHandshake(Fault.badTemplate(TemplateFlaw.WRONG_ROOM));
        strict.script().everyHandshake(Fault.forbidden());
    }

    @AfterAll
    static void judge_and_stop() {
        try {
            us.assertPromisesKept();
        } finally {
            running.close();
        }
    }

    @Test
    void five_candidates_dead_in_five_ways_are_passed_and_the_sixth_joins() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room("11");
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(refusing, hanging, failing, unknowing, lying, good));

        // When
        CommandOutcome outcome = outcomeOf(us.accept(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        assertThat(us.order(outcome))
                .containsExactly(
                        "refusing.example",
                        "hanging.example",
                        "failing.example",
                        "unknowing.example",
                        "lying.example",
                        "good.example");
        assertThat(handshakes(room))
                .containsExactly(
                        "hanging.example MAKE_JOIN",
                        "failing.example MAKE_JOIN",
                        "unknowing.example MAKE_JOIN",
                        "lying.example MAKE_JOIN",
                        "good.example MAKE_JOIN",
                        "good.example SEND_JOIN");
        assertThat(room.membership(bob)).isEqualTo("join");
        assertThat(us.state(room, bob)).isEqualTo("JOINED");
        assertThat(us.records(Topics.ROOMS_IMPORTED, room)).last().satisfies(WalkIT::isManifest);
    }

    @Test
    void a_reject_passes_the_dead_ones_too() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room("10");
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(refusing, failing, unknowing, lying, good));

        // When
        CommandOutcome outcome = outcomeOf(us.reject(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.LEFT);
        assertThat(us.order(outcome)).last().isEqualTo("good.example");
        assertThat(room.membership(bob)).isEqualTo("leave");
        assertThat(us.state(room, bob)).isEqualTo("LEFT");
    }

    @Test
    void a_403_at_the_third_ends_the_walk_and_the_fourth_is_never_called() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room("11");
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(refusing, failing, strict, good));

        // When
        CommandOutcome outcome = outcomeOf(us.accept(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.FORBIDDEN);
        assertThat(world.nickname(outcome.getRefusedBy())).isEqualTo("strict.example");
        assertThat(us.order(outcome)).containsExactly("refusing.example", "failing.example", "strict.example");
        assertThat(handshakes(room)).noneMatch(asked -> asked.startsWith("good.example"));
        assertThat(us.state(room, bob)).isEqualTo("INVITED");
    }

    @Test
    void when_every_server_fails_the_invite_stands_and_the_outcome_says_why_server_by_server() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room("11");
        alices.script().next(Route.MAKE_JOIN, Fault.serverError(), Fault.serverError());
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(refusing, failing, unknowing, lying));

        // When
        CommandOutcome outcome = outcomeOf(us.accept(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.NO_SERVER_REACHABLE);
        assertThat(outcome.getAttempts())
                .extracting(attempt -> world.nickname(attempt.getServer()) + " " + attempt.getResult())
                .startsWith(
                        "refusing.example UNREACHABLE",
                        "failing.example SERVER_FAULT",
                        "unknowing.example NOT_FOUND",
                        "lying.example BAD_TEMPLATE");
        assertThat(us.state(room, bob)).isEqualTo("INVITED");
        alices.script().clear();
    }

    @ParameterizedTest
    @CsvSource({"1, V1", "1, V2", "6, V2", "11, MSC4329", "11, MSC0000", "12, V2", "12, MSC4329"})
    void every_form_of_invite_leads_into_the_room(String version, InviteForm form) throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room(version);
        us.invited(alices, "alice", room, bob, InviteEnvelope.of(form));

        // When
        CommandOutcome outcome = outcomeOf(us.accept(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        assertThat(us.order(outcome)).containsExactly("a.example");
        assertThat(room.membership(bob)).isEqualTo("join");
    }

    @Test
    void an_accept_that_is_faster_than_the_inviters_own_server_succeeds_there() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room("11");
        RoomEvent invite = room.prepare(alices.identity(), alices.user("alice"), bob, "invite");
        InviteExchange exchange = alices.deliver(us.peer(), room, invite, InviteEnvelope.via(alices, good));

        // When
        CompletableFuture<CommandOutcome> accept = us.accept(room, bob);
        await().untilAsserted(() -> assertThat(handshakes(room)).isNotEmpty());
        room.accept(exchange.coSigned());

        // Then
        CommandOutcome outcome = outcomeOf(accept);
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        assertThat(handshakes(room)).startsWith("a.example MAKE_JOIN", "a.example MAKE_JOIN");
        assertThat(handshakes(room)).noneMatch(asked -> asked.startsWith("good.example"));
    }

    private static ScriptedRoom room(String version) {
        ScriptedRoom room = world.room(version, alices, "alice", "Lounge");
        good.settleIn(room, "gwen");
        lying.settleIn(room, "lou");
        return room;
    }

    private static List<String> handshakes(ScriptedRoom room) {
        return world
                .requests()
                .matching(request -> request.route().isHandshake()
                        && request.room().equals(room.id().value()))
                .stream()
                .map(WalkIT::asked)
                .toList();
    }

    private static String asked(RecordedRequest request) {
        return request.nickname() + " " + request.route();
    }

    private static void isManifest(ImportRecord record) {
        assertThat(record.getType()).isEqualTo(ImportRecordType.MANIFEST);
    }
}
