package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code send-invite} and {@code retract-invite} against a running deployment. */
class OutboundIT {

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Identity us;
    private static ScriptedHomeserver theirs;

    private record Run(int code, String out, String err) {
        JsonObject json() {
            return new JsonObject(out);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "invite-timeout: 2s");
        world = running.world();
        us = running.identity();
        theirs = world.server("d.example");
    }

    @AfterAll
    static void judge_and_stop() {
        try {
            running.deployment().assertPromisesKept();
        } finally {
            running.close();
        }
    }

    @Test
    void an_invite_is_sent_and_printed_with_both_signatures_and_then_withdrawn() throws IOException {
        // Given
        UserId dana = theirs.user("dana");
        ScriptedRoom room = room();
        RoomEvent invite = room.prepare(us, us.user("ulla"), dana, "invite");

        // When
        Run sent = sendInvite(
                room,
                unsigned(invite),
                dana,
                "--server",
                "far.example=100/9",
                "--server",
                "gone.example=50/99/unreachable",
                "--server",
                us.server() + "=0/1");
        room.accept(invite);
        RoomEvent leave = room.prepare(us, us.user("ulla"), dana, "leave");
        Run retracted = run("retract-invite", room, dana, leave.json());

        // Then
        assertThat(sent.code()).as(sent.out() + sent.err()).isZero();
        assertThat(sent.json().getString("outcome")).isEqualTo("INVITED");
        assertThat(sent.json().getString("event_id")).isEqualTo(invite.id().value());
        assertThat(sent.json()
                        .getJsonObject("event")
                        .getJsonObject("signatures")
                        .fieldNames())
                .containsExactlyInAnyOrder(us.server().value(), theirs.name().value());
        JsonObject body = requests(Route.INVITE_V2, room).getFirst().json();
        assertThat(body.getJsonArray("org.matrix.msc4125.via"))
                .isEqualTo(new JsonArray(List.of("far.example", us.server().value())));
        assertThat(retracted.code()).as(retracted.out() + retracted.err()).isZero();
        assertThat(retracted.json().getString("outcome")).isEqualTo("RETRACTION_SENT");
    }

    @Test
    void a_server_that_is_silent_at_first_is_sent_the_same_bytes_by_the_clock() throws IOException {
        // Given
        UserId dana = theirs.user("slow-dana");
        ScriptedRoom room = room();
        theirs.script().next(Route.INVITE_V2, Fault.hang());

        // When
        Run sent = sendInvite(
                room, room.prepare(us, us.user("ulla"), dana, "invite").json(), dana);

        // Then
        assertThat(sent.json().getString("outcome")).as(sent.out()).isEqualTo("INVITED");
        List<RecordedRequest> requests = requests(Route.INVITE_V2, room);
        assertThat(requests).hasSize(2);
        assertThat(requests.getFirst().body()).isEqualTo(requests.getLast().body());
    }

    @Test
    void a_refusal_is_told_in_the_peers_words_and_by_the_exit_code() throws IOException {
        // Given
        UserId dana = theirs.user("blocked-dana");
        ScriptedRoom room = room();
        theirs.script().next(Route.INVITE_V2, Fault.error(403, "M_INVITE_BLOCKED"));

        // When
        Run sent = sendInvite(
                room, room.prepare(us, us.user("ulla"), dana, "invite").json(), dana);

        // Then
        assertThat(sent.code()).isEqualTo(3);
        assertThat(sent.json().getString("outcome")).isEqualTo("INVITE_BLOCKED");
        assertThat(sent.json().getString("detail")).isEqualTo("M_INVITE_BLOCKED: as scripted");
    }

    @Test
    void what_is_wrong_with_an_invite_that_only_the_worker_can_tell_is_told() throws IOException {
        // Given
        UserId dana = theirs.user("dana");
        ScriptedRoom room = room();
        JsonObject invite = room.prepare(us, us.user("ulla"), dana, "invite").json();
        JsonObject changed = invite.copy();
        changed.getJsonObject("content").put("reason", "put in after it was signed");

        // When
        Run forAnother = sendInvite(room, invite, theirs.user("eve"));
        Run spoilt = sendInvite(room, changed, dana);
        Run own =
                sendInvite(room, unsigned(room.prepare(us, us.user("ulla"), us.user("bob"), "invite")), us.user("bob"));

        // Then
        assertThat(List.of(forAnother, spoilt, own)).allSatisfy(run -> {
            assertThat(run.code()).as(run.out() + run.err()).isNotZero();
            assertThat(run.json().getString("outcome")).isEqualTo("INVALID_COMMAND");
        });
        assertThat(forAnother.json().getString("detail")).contains("not about " + theirs.user("eve"));
        assertThat(spoilt.json().getString("detail")).contains("content hash");
        assertThat(own.json().getString("detail")).contains("a user of our own");
        assertThat(requests(Route.INVITE_V2, room)).isEmpty();
    }

    @Test
    void an_invite_that_is_too_large_for_a_command_is_no_fault_of_the_connection() throws IOException {
        // Given
        UserId dana = theirs.user("dana");
        ScriptedRoom room = room();
        JsonObject invite = unsigned(room.prepare(us, us.user("ulla"), dana, "invite"));
        invite.getJsonObject("content").put("reason", "x".repeat(2 * 1024 * 1024));

        // When
        Run sent = sendInvite(room, invite, dana);

        // Then
        assertThat(sent.code()).as(sent.err()).isEqualTo(2);
        assertThat(sent.err()).contains("larger than");
    }

    @Test
    void a_file_that_is_no_json_is_named() throws IOException {
        // Given
        UserId dana = theirs.user("dana");
        ScriptedRoom room = room();
        Path broken = Files.writeString(directory.resolve("broken.json"), "{");

        // When
        Run run = run("retract-invite", room, dana, broken);

        // Then
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--event").contains("broken.json");
    }

    private static ScriptedRoom room() {
        return ScriptedRoom.create(RoomVersionId.of("11"), us, "ulla", "Office");
    }

    private static JsonObject unsigned(RoomEvent event) {
        JsonObject bare = event.copy();
        bare.remove("hashes");
        bare.remove("signatures");
        return bare;
    }

    private static List<RecordedRequest> requests(Route route, ScriptedRoom room) {
        return world.requests()
                .matching(request -> request.route() == route
                        && request.room().equals(room.id().value()));
    }

    private static Run sendInvite(ScriptedRoom room, JsonObject event, UserId user, String... further)
            throws IOException {
        JsonArray state = new JsonArray();
        room.state().forEach(entry -> state.add(entry.json()));
        Path stateFile = Files.writeString(Files.createTempFile(directory, "state", ".json"), state.encode());
        List<String> options = new ArrayList<>(List.of(further));
        options.addAll(List.of("--state", stateFile.toString()));
        return run("send-invite", room, user, event, options.toArray(String[]::new));
    }

    private static Run run(String command, ScriptedRoom room, UserId user, JsonObject event, String... further)
            throws IOException {
        return run(
                command,
                room,
                user,
                Files.writeString(Files.createTempFile(directory, "event", ".json"), event.encode()),
                further);
    }

    private static Run run(String command, ScriptedRoom room, UserId user, Path event, String... further) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(
                command,
                room.id().value(),
                user.value(),
                "--config",
                directory.resolve("vestibule.yaml").toString(),
                "--json",
                "--room-version",
                "11",
                "--event",
                event.toString()));
        arguments.addAll(List.of(further));
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }
}
