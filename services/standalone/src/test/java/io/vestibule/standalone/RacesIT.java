package io.vestibule.standalone;

import static io.vestibule.standalone.Deployment.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Things that happen at the same time, or too late. */
class RacesIT {

    private static final Duration WHILE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static ScriptedHomeserver good;

    private final CompletableFuture<Void> released = new CompletableFuture<>();

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "send-join-timeout: 4s, send-join-silence: 4s");
        world = running.world();
        us = running.deployment();
        alices = world.server("a.example");
        good = world.server("good.example");
    }

    @AfterAll
    static void judge_and_stop() {
        try {
            us.assertPromisesKept();
        } finally {
            running.close();
        }
    }

    @AfterEach
    void heal() {
        released.complete(null);
        alices.script().clear();
        good.script().clear();
        alices.comeBack();
    }

    @Test
    void a_late_leave_does_not_remove_somebody_who_has_joined_since() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room();
        rejectedBehindTheRoomsBack(room, bob);
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(alices));

        // When
        CommandOutcome joined = outcomeOf(us.accept(room, bob));
        good.script().clear();
        released.complete(null);

        // Then
        assertThat(joined.getOutcome()).as(joined.toString()).isEqualTo(OutcomeType.JOINED);
        assertStays("join", room, bob);
        assertThat(us.state(room, bob)).isEqualTo("JOINED");
    }

    @Test
    void a_late_leave_does_not_remove_somebody_who_was_invited_again() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room();
        rejectedBehindTheRoomsBack(room, bob);

        // When
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(alices));
        good.script().clear();
        released.complete(null);

        // Then
        assertStays("invite", room, bob);
        await().untilAsserted(() -> assertThat(us.state(room, bob)).isEqualTo("INVITED"));
    }

    @Test
    void a_reject_is_not_delayed_by_somebody_elses_hanging_join_in_the_same_room() throws Exception {
        // Given
        UserId anne = us.user("anne");
        UserId bob = us.user("bob");
        ScriptedRoom room = room();
        good.script().always(Route.MAKE_JOIN, Fault.heldBack(released));
        us.invited(alices, "alice", room, anne, InviteEnvelope.via(good));
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(good));
        CompletableFuture<CommandOutcome> hanging = us.accept(room, anne);
        await().untilAsserted(() -> assertThat(world.requests()
                        .matching(request -> request.parameters().contains(anne.value())))
                .isNotEmpty());

        // When
        CommandOutcome rejected = outcomeOf(us.reject(room, bob));

        // Then
        assertThat(rejected.getOutcome()).as(rejected.toString()).isEqualTo(OutcomeType.LEFT);
        assertThat(hanging).isNotDone();
        released.complete(null);
        assertThat(outcomeOf(hanging).getOutcome()).isEqualTo(OutcomeType.JOINED);
    }

    @Test
    void a_leave_by_the_inviter_takes_the_invite_back() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room();
        us.invited(alices, "alice", room, bob, InviteEnvelope.V2);

        // When
        RoomEvent leave = room.change(alices.identity(), alices.user("alice"), bob, "leave");
        us.feed(Topics.HOMESERVER_PDUS, room, seen(room, bob, leave));

        // Then
        await().untilAsserted(() -> assertThat(us.state(room, bob)).isEqualTo("RETRACTED"));
        assertThat(outcomeOf(us.accept(room, bob)).getOutcome()).isIn(OutcomeType.RETRACTED, OutcomeType.NOT_INVITED);
    }

    @Test
    void a_send_that_is_never_answered_is_repeated_with_the_same_event_only() throws Exception {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = room();
        us.invited(alices, "alice", room, bob, InviteEnvelope.via(good));
        good.script().next(Route.SEND_JOIN, Fault.obeyAndHang());

        // When
        CommandOutcome outcome = outcomeOf(us.accept(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isIn(OutcomeType.JOINED, OutcomeType.UNCONFIRMED);
        assertThat(sentEvents(room)).containsOnly(outcome.getEventId());
        assertThat(room.membership(bob)).isEqualTo("join");
    }

    /** Rejects an invite while its room hears nothing: the user is out here, the room is still to be told. */
    private void rejectedBehindTheRoomsBack(ScriptedRoom room, UserId user) throws Exception {
        good.script().always(Route.MAKE_LEAVE, Fault.heldBack(released));
        us.invited(alices, "alice", room, user, InviteEnvelope.via(good));
        alices.script().always(Route.MAKE_LEAVE, Fault.heldBack(released));
        CommandOutcome rejected = outcomeOf(us.reject(room, user));
        assertThat(rejected.getOutcome()).as(rejected.toString()).isEqualTo(OutcomeType.LEFT_LOCALLY);
    }

    private static void assertStays(String membership, ScriptedRoom room, UserId user) {
        await().during(Duration.ofSeconds(3))
                .atMost(WHILE)
                .untilAsserted(() -> assertThat(room.membership(user)).isEqualTo(membership));
    }

    private static List<String> sentEvents(ScriptedRoom room) {
        return world
                .requests()
                .matching(request -> request.route() == Route.SEND_JOIN
                        && request.room().equals(room.id().value()))
                .stream()
                .map(request -> request.subject())
                .toList();
    }

    private static PduSeen seen(ScriptedRoom room, UserId user, RoomEvent leave) {
        return PduSeen.newBuilder()
                .setRoomId(room.id().value())
                .setUserId(user.value())
                .setSender(alices.user("alice").value())
                .setMembership(Membership.LEAVE)
                .setOrigin(alices.name().value())
                .setPduJson(leave.json().encode())
                .setSeenAt(System.currentTimeMillis())
                .build();
    }

    private static ScriptedRoom room() {
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        good.settleIn(room, "gwen");
        return room;
    }
}
