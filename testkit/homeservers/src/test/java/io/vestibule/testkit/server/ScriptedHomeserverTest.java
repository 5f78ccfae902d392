package io.vestibule.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.wire.EventFormat;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripted homeservers among themselves: over real TLS, with real signatures. */
class ScriptedHomeserverTest {

    private static final FederationWorld world = FederationWorld.open();
    private static final ScriptedHomeserver alices = world.server("a.example");
    private static final ScriptedHomeserver bobs = world.server("b.example");
    private static final UserId bob = bobs.user("bob");

    @AfterAll
    static void close() {
        world.close();
    }

    @AfterEach
    void heal() {
        alices.script().clear();
        alices.comeBack();
        bobs.comeBack();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"})
    void an_invited_user_joins_by_two_signed_steps(String version) throws IOException {
        // Given
        ScriptedRoom room = invitingRoom(version);
        JsonObject template = get(make("make_join", room) + "?ver=" + version).json();

        // When
        RoomEvent join = sign(room, template.getJsonObject("event"));
        PeerAnswer answer = put(send("send_join", room, join.id()), join.json());

        // Then
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(room.membership(bob)).isEqualTo("join");
        assertThat(answer.json().getJsonArray("state")).hasSize(room.state().size());
        assertThat(world.requests()
                        .matching(request ->
                                request.parameters().contains(room.id().value())))
                .extracting(request -> request.nickname() + " " + request.route())
                .containsExactly("a.example MAKE_JOIN", "a.example SEND_JOIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "12"})
    void an_invited_user_leaves_by_two_signed_steps_and_a_repeat_changes_nothing(String version) throws IOException {
        // Given
        ScriptedRoom room = invitingRoom(version);
        JsonObject template = get(make("make_leave", room)).json();
        RoomEvent leave = sign(room, template.getJsonObject("event"));

        // When
        put(send("send_leave", room, leave.id()), leave.json());
        PeerAnswer repeat = put(send("send_leave", room, leave.id()), leave.json());

        // Then
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(room.membership(bob)).isEqualTo("leave");
        assertThat(room.memberEvents(bob)).isEqualTo(2);
    }

    @Test
    void nobody_joins_without_an_invite_a_signature_or_the_room_version() throws IOException {
        // Given
        ScriptedRoom room = world.room("11", alices, "alice", "Empty");

        // When
        PeerAnswer uninvited = get(make("make_join", room) + "?ver=11");
        PeerAnswer wrongVersion = get(make("make_join", room) + "?ver=1");
        PeerAnswer unsigned = world.client().get(new Peer(alices.name(), base(alices)), make("make_join", room));

        // Then
        assertThat(uninvited.status() + uninvited.errcode()).isEqualTo("403M_FORBIDDEN");
        assertThat(wrongVersion.errcode()).isEqualTo("M_INCOMPATIBLE_ROOM_VERSION");
        assertThat(unsigned.status()).isEqualTo(401);
    }

    @Test
    void an_event_with_a_wrong_signature_is_refused() throws IOException {
        // Given
        ScriptedRoom room = invitingRoom("11");
        JsonObject template = get(make("make_join", room) + "?ver=11").json().getJsonObject("event");
        RoomEvent join = sign(room, template);
        join.json()
                .getJsonObject("signatures")
                .getJsonObject(bobs.name().value())
                .fieldNames()
                .forEach(keyId -> join.json()
                        .getJsonObject("signatures")
                        .getJsonObject(bobs.name().value())
                        .put(keyId, "A".repeat(86)));

        // When
        PeerAnswer answer = put(send("send_join", room, join.id()), join.json());

        // Then
        assertThat(answer.status() + answer.errcode()).isEqualTo("400M_INVALID_PARAM");
        assertThat(room.membership(bob)).isEqualTo("invite");
    }

    @Test
    void a_script_is_followed_once_per_request_and_then_the_standing_behaviour() throws IOException {
        // Given
        ScriptedRoom room = invitingRoom("11");
        alices.script().next(Route.MAKE_LEAVE, Fault.forbidden(), Fault.badTemplate(TemplateFlaw.WRONG_SENDER));

        // When
        PeerAnswer first = get(make("make_leave", room));
        PeerAnswer second = get(make("make_leave", room));
        PeerAnswer third = get(make("make_leave", room));

        // Then
        assertThat(first.errcode()).isEqualTo("M_FORBIDDEN");
        assertThat(second.json().getJsonObject("event").getString("sender")).isEqualTo("@mallory:liar.example");
        assertThat(third.json().getJsonObject("event").getString("sender")).isEqualTo(bob.value());
    }

    @Test
    void a_server_can_redirect_to_itself_and_flood() throws IOException {
        // Given
        alices.script().next(Route.VERSION, Fault.redirect(), Fault.flood(300_000));

        // When
        PeerAnswer redirected = get("/_matrix/federation/v1/version");
        PeerAnswer flooded = get("/_matrix/federation/v1/version");

        // Then
        assertThat(redirected.status()).isEqualTo(302);
        assertThat(flooded.body().length()).isGreaterThan(300_000);
        assertThat(flooded.body().toString()).startsWith("{\"filling\":\"aaa");
    }

    @Test
    void an_offline_server_refuses_connections_until_it_comes_back() throws IOException {
        // Given
        alices.goOffline();

        // When
        assertThatThrownBy(() -> get("/_matrix/federation/v1/version")).isInstanceOf(ConnectException.class);
        alices.comeBack();

        // Then
        assertThat(get("/_matrix/federation/v1/version").status()).isEqualTo(200);
    }

    @Test
    void a_notary_answers_for_servers_that_are_down_with_both_signatures() throws IOException {
        // Given
        bobs.goOffline();

        // When
        JsonArray keys = get("/_matrix/key/v2/query/" + bobs.name()).json().getJsonArray("server_keys");

        // Then
        assertThat(keys.getJsonObject(0).getString("server_name"))
                .isEqualTo(bobs.name().value());
        assertThat(keys.getJsonObject(0).getJsonObject("signatures").fieldNames())
                .containsExactlyInAnyOrder(alices.name().value(), bobs.name().value());
    }

    private ScriptedRoom invitingRoom(String version) {
        ScriptedRoom room = world.room(version, alices, "alice", "Lounge");
        room.change(alices.identity(), alices.user("alice"), bob, "invite");
        return room;
    }

    private RoomEvent sign(ScriptedRoom room, JsonObject template) {
        EventFormat format = new EventFormat(RoomVersionId.of(room.version().value()));
        if (format.carriesEventId()) {
            template.put("event_id", "$join" + room.state().size() + ":" + bobs.name());
        }
        format.hashAndSign(template, bobs.name(), bobs.identity().key());
        return new RoomEvent(format.idOf(template), template);
    }

    private PeerAnswer get(String target) throws IOException {
        return world.client().get(bobs.identity(), new Peer(alices.name(), base(alices)), target);
    }

    private PeerAnswer put(String target, JsonObject body) throws IOException {
        return world.client().put(bobs.identity(), new Peer(alices.name(), base(alices)), target, body);
    }

    private static URI base(ScriptedHomeserver server) {
        return URI.create("https://" + server.name());
    }

    private String make(String step, ScriptedRoom room) {
        return path("v1", step, List.of(room.id().value(), bob.value()));
    }

    private static String send(String step, ScriptedRoom room, EventId event) {
        return path("v2", step, List.of(room.id().value(), event.value()));
    }

    private static String path(String version, String step, List<String> parameters) {
        StringBuilder path = new StringBuilder("/_matrix/federation/" + version + "/" + step);
        parameters.forEach(parameter -> path.append('/').append(URLEncoder.encode(parameter, StandardCharsets.UTF_8)));
        return path.toString();
    }
}
