package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code accept}, {@code reject} and {@code show} as scripts use them, against a running deployment. */
class CommandsIT {

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static ScriptedHomeserver dead;

    /**
     * What a command came to.
     *
     * @param code its exit code
     * @param out its standard output
     */
    private record Run(int code, String out) {
        JsonObject json() {
            return new JsonObject(out);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        world = running.world();
        us = running.deployment();
        alices = world.server("a.example");
        dead = world.server("dead.example");
        dead.goOffline();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void an_accept_prints_its_outcome_and_every_attempt() throws IOException {
        // Given
        UserId bob = us.user("bob");
        ScriptedRoom room = invitingRoom(bob);

        // When
        Run accept = run("accept", room, bob);

        // Then
        assertThat(accept.code()).as(accept.out()).isZero();
        assertThat(accept.json().getString("outcome")).isEqualTo("JOINED");
        assertThat(accept.json().getString("command_id")).isNotEmpty();
        assertThat(accept.json().getJsonArray("attempts").stream()
                        .map(JsonObject.class::cast)
                        .map(attempt -> world.nickname(attempt.getString("server")) + " " + attempt.getString("step")
                                + " " + attempt.getString("result")))
                .containsExactly(
                        "dead.example MAKE UNREACHABLE", "a.example MAKE SUCCEEDED", "a.example SEND SUCCEEDED");
        assertThat(room.membership(bob)).isEqualTo("join");
    }

    @Test
    void a_reject_leaves() throws IOException {
        // Given
        UserId carol = us.user("carol");
        ScriptedRoom room = invitingRoom(carol);

        // When
        Run reject = run("reject", room, carol);

        // Then
        assertThat(reject.code()).as(reject.out()).isZero();
        assertThat(reject.json().getString("outcome")).isEqualTo("LEFT");
        assertThat(room.membership(carol)).isEqualTo("leave");
    }

    @Test
    void show_tells_state_routes_and_history() throws IOException {
        // Given
        UserId dave = us.user("dave");
        ScriptedRoom room = invitingRoom(dave);
        run("reject", room, dave);

        // When
        Run show = run("show", room, dave);

        // Then
        assertThat(show.code()).as(show.out()).isZero();
        assertThat(show.json().getString("room")).isEqualTo(room.id().value());
        assertThat(show.json().getString("user")).isEqualTo(dave.value());
        assertThat(show.json().getString("state")).isEqualTo("LEFT");
        assertThat(show.json().getJsonArray("routes"))
                .isEqualTo(new JsonArray()
                        .add(dead.name().value())
                        .add(alices.name().value()));
        assertThat(show.json().getJsonArray("history").stream()
                        .map(JsonObject.class::cast)
                        .map(entry -> entry.getString("event")))
                .startsWith("INVITE_RECORDED", "OPERATION_STARTED")
                .contains("LEFT", "COMMAND_CONCLUDED");
        assertThat(show.json().getJsonArray("history").getJsonObject(0).getInstant("at"))
                .isNotNull();
    }

    @Test
    void nobody_who_was_not_invited_can_accept_or_be_shown() {
        // Given
        UserId erin = us.user("erin");
        ScriptedRoom room = world.room("11", alices, "alice", "Empty");

        // When
        Run accept = run("accept", room, erin);
        Run show = run("show", room, erin);

        // Then
        assertThat(accept.code()).isEqualTo(5);
        assertThat(accept.json().getString("outcome")).isEqualTo("NOT_INVITED");
        assertThat(show.code()).isEqualTo(5);
        assertThat(show.json().getString("state")).isEqualTo("NONE");
    }

    private static ScriptedRoom invitingRoom(UserId user) throws IOException {
        ScriptedRoom room = world.room("11", alices, "alice", "Lounge");
        us.invited(alices, "alice", room, user, InviteEnvelope.via(dead, alices));
        return room;
    }

    private static Run run(String command, ScriptedRoom room, UserId user) {
        StringWriter out = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        command,
                        room.id().value(),
                        user.value(),
                        "--config",
                        directory.resolve("vestibule.yaml").toString(),
                        "--json");
        return new Run(code, out.toString());
    }
}
