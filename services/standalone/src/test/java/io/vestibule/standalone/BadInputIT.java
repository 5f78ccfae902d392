package io.vestibule.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.catalog.Topics;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.InviteEnvelope;
import io.vestibule.testkit.server.InviteForm;
import io.vestibule.testkit.server.PeerAnswer;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Invites that nobody may take: each gets its errcode, never a 5xx, and leaves no fact. */
class BadInputIT {

    @TempDir
    static Path directory;

    private static RunningStandalone running;
    private static FederationWorld world;
    private static Deployment us;
    private static ScriptedHomeserver alices;
    private static ScriptedHomeserver mallorys;

    private ScriptedRoom room;
    private UserId bob;
    private RoomEvent invite;

    @BeforeAll
    static void start() throws IOException {
        running = RunningStandalone.start(directory, "");
        world = running.world();
        us = running.deployment();
        alices = world.server("a.example");
        mallorys = world.server("liar.example");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void invite() {
        room = world.room("11", alices, "alice", "Lounge");
        bob = us.user("bob");
        invite = room.prepare(alices.identity(), alices.user("alice"), bob, "invite");
    }

    @AfterEach
    void nothing_was_kept() {
        assertThat(us.records(Topics.INVITES_RECEIVED, room)).isEmpty();
        assertThat(us.records(Topics.INVITES_EVENTS, room)).isEmpty();
        assertThat(us.view(room, bob)).isEmpty();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                body("no event", 400, "M_MISSING_PARAM", body -> without(body, "event")),
                body("no room version", 400, "M_MISSING_PARAM", body -> without(body, "room_version")),
                body("an event that is text", 400, "M_BAD_JSON", body -> body.put("event", "an event")),
                body(
                        "a version that nobody knows",
                        400,
                        "M_INCOMPATIBLE_ROOM_VERSION",
                        body -> body.put("room_version", "org.example.never")),
                body("a version with another form of events", 400, "M_BAD_JSON", body -> body.put("room_version", "1")),
                body(
                        "a version with another form of room IDs",
                        400,
                        "M_BAD_JSON",
                        body -> body.put("room_version", "12")),
                body(
                        "an empty via",
                        400,
                        "M_INVALID_PARAM",
                        body -> body.put("org.matrix.msc4125.via", new JsonArray())),
                body(
                        "a via that is text",
                        400,
                        "M_INVALID_PARAM",
                        body -> body.put("org.matrix.msc4125.via", "a.example")),
                body("another room", 400, "M_INVALID_PARAM", body -> event(body, "room_id", "!other:a.example")),
                body("another type", 400, "M_INVALID_PARAM", body -> event(body, "type", "m.room.topic")),
                body("somebody else's user", 400, "M_INVALID_PARAM", body -> event(body, "state_key", "@x:b.example")),
                body("a changed event", 400, "M_INVALID_PARAM", body -> event(body, "origin_server_ts", 1L)),
                body(
                        "an event that nobody signed",
                        400,
                        "M_INVALID_PARAM",
                        body -> event(body, "signatures", new JsonObject())),
                body("an event with a made-up signature", 400, "M_INVALID_PARAM", BadInputIT::withMadeUpSignature),
                body("a number that is no integer", 400, "M_BAD_JSON", body -> event(body, "depth", 1.5)),
                body("an event above 64 KiB", 413, "M_TOO_LARGE", body -> event(body, "padding", "x".repeat(66_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void an_invite_that_is_wrong_gets_the_right_errcode(
            String name, int status, String errcode, UnaryOperator<JsonObject> change) throws IOException {
        // When
        PeerAnswer answer = alices.deliver(us.peer(), room, invite, InviteEnvelope.V2.changed(change))
                .answer();

        // Then
        assertThat(answer.status() + " " + answer.errcode())
                .as(answer.toString())
                .isEqualTo(status + " " + errcode);
    }

    @Test
    void an_invite_from_another_server_than_the_senders_is_refused() throws IOException {
        // When
        PeerAnswer answer =
                mallorys.deliver(us.peer(), room, invite, InviteEnvelope.V2).answer();

        // Then
        assertThat(answer.status()).as(answer.toString()).isBetween(400, 403);
        assertThat(answer.errcode()).isIn("M_INVALID_PARAM", "M_FORBIDDEN");
    }

    @Test
    void a_request_without_authorization_is_refused() throws IOException {
        // When
        PeerAnswer answer =
                alices.putRaw(us.peer(), target(), "", body().toBuffer().getBytes());

        // Then
        assertThat(answer.status() + " " + answer.errcode()).isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void a_request_whose_body_was_changed_on_the_way_is_refused() throws IOException {
        // Given
        String authorization = alices.authorization(us.peer(), target(), body());

        // When
        byte[] changed = body().put("room_version", "10").toBuffer().getBytes();
        PeerAnswer answer = alices.putRaw(us.peer(), target(), authorization, changed);

        // Then
        assertThat(answer.status() + " " + answer.errcode()).isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void a_body_that_is_not_json_is_refused() throws IOException {
        // When
        PeerAnswer answer = alices.putRaw(
                us.peer(),
                target(),
                alices.authorization(us.peer(), target(), body()),
                "{\"event\":".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.status() + " " + answer.errcode()).isEqualTo("400 M_NOT_JSON");
    }

    @Test
    void an_oversized_body_is_refused() throws IOException {
        // When
        byte[] large =
                body().put("padding", "x".repeat(3 * 1024 * 1024)).toBuffer().getBytes();
        PeerAnswer answer =
                alices.putRaw(us.peer(), target(), alices.authorization(us.peer(), target(), body()), large);

        // Then
        assertThat(answer.status() + " " + answer.errcode()).isEqualTo("413 M_TOO_LARGE");
    }

    @Test
    void a_version_3_room_on_the_version_1_endpoint_is_refused() throws IOException {
        // When
        PeerAnswer answer = alices.deliver(us.peer(), room, invite, InviteEnvelope.of(InviteForm.V1))
                .answer();

        // Then
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
    }

    @Test
    void paths_that_nobody_serves_say_so() throws IOException {
        // When
        List<PeerAnswer> answers = List.of(
                alices.putRaw(
                        us.peer(),
                        "/_matrix/federation/v3/invite/!a:b/@c:d",
                        "",
                        "{}".getBytes(StandardCharsets.UTF_8)),
                alices.putRaw(us.peer(), "/_matrix/key/v2/server", "", "{}".getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(answers)
                .extracting(answer -> answer.status() + " " + answer.errcode())
                .containsExactly("404 M_UNRECOGNIZED", "405 M_UNRECOGNIZED");
    }

    private String target() {
        return InviteEnvelope.V2.target(room, invite);
    }

    private JsonObject body() {
        return InviteEnvelope.V2.body(room, invite);
    }

    private static Arguments body(String name, int status, String errcode, UnaryOperator<JsonObject> change) {
        return Arguments.of(name, status, errcode, change);
    }

    private static JsonObject without(JsonObject body, String key) {
        body.remove(key);
        return body;
    }

    private static JsonObject withMadeUpSignature(JsonObject body) {
        JsonObject signatures = body.getJsonObject("event").getJsonObject("signatures");
        JsonObject keys =
                signatures.getJsonObject(signatures.fieldNames().iterator().next());
        keys.put(keys.fieldNames().iterator().next(), "A".repeat(86));
        return body;
    }

    private static JsonObject event(JsonObject body, String key, Object value) {
        body.getJsonObject("event").put(key, value);
        return body;
    }
}
