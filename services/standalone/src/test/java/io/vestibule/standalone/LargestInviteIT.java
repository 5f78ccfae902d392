package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.PeerAnswer;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size budget: what ingress takes passes every hop behind it, and what is larger is refused at the door. */
class LargestInviteIT {

    private static final int BUDGET = 512 * 1024;

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static Deployment us;
    private static ScriptedHomeserver alices;

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        us = running.deployment();
        alices = running.world().server("a.example");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void an_invite_just_within_the_budget_is_kept_shown_accepted_and_imported() throws Exception {
        // Given
        ScriptedRoom room = running.world().room("11", alices, "alice", "Large");
        UserId bob = us.user("bob");
        RoomEvent invite = room.change(alices.identity(), alices.user("alice"), bob, "invite");

        // When
        PeerAnswer answer = alices.deliver(us.peer(), room, invite, padded(BUDGET - 16 * 1024))
                .answer();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        Awaitility.await().untilAsserted(() -> assertThat(us.state(room, bob)).isEqualTo("INVITED"));
        CommandOutcome outcome = Deployment.outcomeOf(us.accept(room, bob));

        // Then
        assertThat(outcome.getOutcome()).as(outcome.toString()).isEqualTo(OutcomeType.JOINED);
        InviteReceived received = us.records(Topics.INVITES_RECEIVED, room).getFirst();
        assertThat(received.getStrippedState().stream().mapToInt(String::length).sum())
                .isGreaterThan(BUDGET - 64 * 1024);
        assertThat(us.records(Topics.ROOMS_IMPORTED, room)).isNotEmpty();
    }

    @Test
    void an_invite_above_the_budget_is_refused_at_the_door() throws IOException {
        // Given
        ScriptedRoom room = running.world().room("11", alices, "alice", "Too large");
        UserId carol = us.user("carol");
        RoomEvent invite = room.prepare(alices.identity(), alices.user("alice"), carol, "invite");

        // When
        PeerAnswer answer = alices.deliver(us.peer(), room, invite, padded(BUDGET + 64 * 1024))
                .answer();

        // Then
        assertThat(answer.status()).as(answer.toString()).isBetween(400, 413);
        assertThat(answer.errcode()).isEqualTo("M_TOO_LARGE");
        assertThat(us.records(Topics.INVITES_RECEIVED, room)).isEmpty();
    }

    /** Adds state entries of 30,000 characters until the whole has about that many. */
    private static InviteEnvelope padded(int characters) {
        return InviteEnvelope.V2.changed(body -> {
            JsonArray state = body.getJsonArray("invite_room_state");
            int entry = 30_000;
            for (int size = body.encode().length(); size + entry < characters; size += entry + 150) {
                state.add(new JsonObject()
                        .put("type", "org.example.padding")
                        .put("state_key", Integer.toString(size))
                        .put("sender", alices.user("alice").value())
                        .put("content", new JsonObject().put("padding", "x".repeat(entry))));
            }
            return body;
        });
    }
}
