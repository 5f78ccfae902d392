package io.vestibule.ingress;

import static io.vestibule.ingress.ReceptionScene.BOB;
import static io.vestibule.ingress.ReceptionScene.body;
import static io.vestibule.ingress.ReceptionScene.draft;
import static io.vestibule.ingress.ReceptionScene.invite;
import static io.vestibule.ingress.ReceptionScene.room;
import static io.vestibule.ingress.ReceptionScene.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which an invite can be bad, with real keys and signatures. */
class InviteRefusalTest {

    private static final RoomVersionRules V11 = RoomVersions.V11;
    private static final String INVITE = "/_matrix/federation/v2/invite/";

    private final ReceptionScene scene = new ReceptionScene();

    /** A request that is refused. */
    interface Scenario extends Function<Stage, Call> {}

    @AfterEach
    void stop() {
        scene.close();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                refusal("room_version is missing", "M_MISSING_PARAM", s -> plain(s).withoutMember("room_version")),
                refusal("event is missing", "M_MISSING_PARAM", s -> plain(s).withoutMember("event")),
                refusal("event is no object", "M_BAD_JSON", s -> plain(s).withMember("event", "5")),
                refusal("room_version is no string", "M_BAD_JSON", s -> plain(s).withMember("room_version", "11")),
                refusal(
                        "invite_room_state is no array",
                        "M_BAD_JSON",
                        s -> plain(s).withMember("invite_room_state", "{}")),
                refusal(
                        "the room version is unknown",
                        "M_INCOMPATIBLE_ROOM_VERSION",
                        s -> plain(s).withMember("room_version", "\"13\"")),
                refusal("via is empty", "M_INVALID_PARAM", s -> plain(s).withMember("org.matrix.msc4125.via", "[]")),
                refusal("the stable via is empty", "M_INVALID_PARAM", s -> plain(s).withMember("via", "[]")),
                refusal(
                        "via has no valid name",
                        "M_INVALID_PARAM",
                        s -> plain(s).withMember("org.matrix.msc4125.via", "[\"not a name\"]")),
                refusal(
                        "via is no array",
                        "M_INVALID_PARAM",
                        s -> plain(s).withMember("org.matrix.msc4125.via", "\"a.example\"")),
                refusal(
                        "the path's room is another",
                        "M_INVALID_PARAM",
                        s -> plain(s).withTarget(INVITE + "%21other:a.example/%24x")),
                refusal(
                        "the path's event is another",
                        "M_INVALID_PARAM",
                        s -> plain(s).withTarget(INVITE + "%21room%3Aa.example/%24x")),
                refusal(
                        "the path's room is no room ID",
                        "M_INVALID_PARAM",
                        s -> plain(s).withTarget(INVITE + "room/%24x")),
                refusal("the path cannot be decoded", "M_INVALID_PARAM", s -> plain(s).withTarget(INVITE + "%2/%24x")),
                refusal(
                        "a version 3+ event came by version 1",
                        "M_INVALID_PARAM",
                        s -> Call.v1(s.alices, invite(s, V11))),
                refusal(
                        "a version 2 create event came with auth",
                        "M_INVALID_PARAM",
                        s -> Call.withAuth(
                                s.alices,
                                "org.matrix.msc4329",
                                invite(s, RoomVersions.V2),
                                List.of(),
                                List.of(s.alices.create(RoomVersions.V2).json()))));
    }

    static Stream<Arguments> events() {
        return Stream.of(
                refusal("the event is no member event", "M_INVALID_PARAM", s -> event(s, "type", "\"m.room.message\"")),
                refusal(
                        "the membership is join",
                        "M_INVALID_PARAM",
                        s -> event(s, "content", "{\"membership\":\"join\"}")),
                refusal(
                        "there is no state key",
                        "M_INVALID_PARAM",
                        s -> v2(s, s.alices.complete(JsonObject.of(draft(s, V11).without("state_key")), V11))),
                refusal(
                        "the state key is no user of ours",
                        "M_INVALID_PARAM",
                        s -> event(s, "state_key", "\"@bob:other.example\"")),
                refusal("the state key is no user ID", "M_INVALID_PARAM", s -> event(s, "state_key", "\"bob\"")),
                refusal("the sender is of another server", "M_INVALID_PARAM", s -> plain(s).by(s.liar)),
                refusal("the content was changed", "M_INVALID_PARAM", InviteRefusalTest::withChangedContent),
                refusal(
                        "the sender's server has not signed",
                        "M_INVALID_PARAM",
                        s -> v2(s, s.liar.complete(draft(s, V11), V11))),
                refusal("the signature is wrong", "M_INVALID_PARAM", InviteRefusalTest::withWrongSignature),
                refusal(
                        "depth is missing",
                        "M_BAD_JSON",
                        s -> plain(s).withMember("event", text(draft(s, V11).without("depth")))),
                refusal(
                        "a number is not canonical",
                        "M_BAD_JSON",
                        s -> plain(s).withMember("event", text(draft(s, V11).with("depth", utf8("7.0"))))),
                refusal("the event ID's server has not signed", "M_INVALID_PARAM", InviteRefusalTest::ofForeignId));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"bodies", "events"})
    void a_bad_invite_gets_its_errcode_and_leaves_no_fact(String name, String errcode, Scenario scenario)
            throws Exception {
        // Given
        Call call = scenario.apply(scene.stage);
        // When
        HttpAnswer answer = scene.send(call);
        // Then
        assertThat(body(answer).string("errcode")).as(body(answer).toString()).contains(errcode);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(scene.producer.history()).isEmpty();
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("{", "M_NOT_JSON"),
                Arguments.of("", "M_NOT_JSON"),
                Arguments.of("[]", "M_BAD_JSON"),
                Arguments.of("{\"a\":1,\"a\":2}", "M_BAD_JSON"),
                Arguments.of("{\"a\":\"\\ud800\"}", "M_BAD_JSON"),
                Arguments.of("{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}", "M_BAD_JSON"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void a_body_that_is_no_matrix_json_is_refused(String body, String errcode) throws Exception {
        // Given
        Call signed = plain(scene.stage);
        // When
        HttpAnswer answer = scene.send(signed.withBody(utf8(body)).with(List.of(signed.authorization())));
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(body(answer).string("errcode")).contains(errcode);
    }

    @Test
    void an_event_that_is_too_large_is_refused() throws Exception {
        // Given
        String padding = "\"" + "x".repeat(66_000) + "\"";
        // When
        HttpAnswer answer = scene.send(plain(scene.stage)
                .withMember("event", text(draft(scene.stage, V11).with("padding", utf8(padding)))));
        // Then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(body(answer).string("errcode")).contains("M_TOO_LARGE");
    }

    @Test
    void a_room_version_that_is_not_hosted_is_named_in_the_answer() throws Exception {
        // Given
        scene.hosted = List.of("11");
        // When
        HttpAnswer answer = scene.send(v2(scene.stage, invite(scene.stage, RoomVersions.V10)));
        // Then
        assertThat(body(answer).string("errcode")).contains("M_INCOMPATIBLE_ROOM_VERSION");
        assertThat(body(answer).string("room_version")).contains("10");
    }

    static Stream<Arguments> unauthenticated() {
        return Stream.of(
                headers("no header", 401, call -> List.of()),
                headers("another scheme", 401, call -> List.of("Bearer x")),
                headers("an unreadable header", 400, call -> List.of("X-Matrix origin=\"a.example")),
                headers(
                        "another destination",
                        401,
                        call -> List.of(call.to(ServerName.of("other.example")).authorization())),
                headers(
                        "another body",
                        401,
                        call -> List.of(call.withMember("x", "1").authorization())),
                headers(
                        "another spelling of the target",
                        401,
                        call -> List.of(call.withTarget(call.target().replace("%21", "!"))
                                .authorization())),
                headers(
                        "an unknown key",
                        401,
                        call -> List.of(call.authorization().replace("ed25519:a_1", "ed25519:a_2"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("unauthenticated")
    void a_caller_who_is_not_authenticated_is_refused(String name, int status, Function<Call, List<String>> headers)
            throws Exception {
        // Given
        Call call = plain(scene.stage);
        // When
        HttpAnswer answer = scene.send(call.with(headers.apply(call)));
        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(body(answer).string("errcode")).contains("M_UNAUTHORIZED");
        assertThat(scene.producer.history()).isEmpty();
    }

    @Test
    void no_key_is_fetched_for_what_cannot_be_an_invite_for_us() throws Exception {
        // Given
        Stage stage = scene.stage;
        List<Call> hopeless = List.of(
                event(stage, "state_key", "\"@bob:other.example\""),
                event(stage, "type", "\"m.room.message\""),
                plain(stage).withMember("room_version", "\"13\""),
                plain(stage).by(stage.liar),
                withChangedContent(stage),
                plain(stage).to(ServerName.of("other.example")));
        // When
        for (Call call : hopeless) {
            scene.send(call);
        }
        // Then
        assertThat(stage.fetched()).isEmpty();
    }

    @Test
    void a_caller_whose_keys_cannot_be_had_is_refused() throws Exception {
        // Given
        Pdu invite = scene.stage.dead.invite(room(scene.stage.dead, V11), BOB, V11);
        // When
        HttpAnswer answer = scene.send(Call.v2(scene.stage.dead, invite, List.of()));
        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(scene.stage.fetched()).containsExactly(scene.stage.dead.name());
    }

    private static Arguments refusal(String name, String errcode, Scenario scenario) {
        return Arguments.of(name, errcode, scenario);
    }

    private static Arguments headers(String name, int status, Function<Call, List<String>> headers) {
        return Arguments.of(name, status, headers);
    }

    private static Call plain(Stage stage) {
        return v2(stage, invite(stage, V11));
    }

    private static Call v2(Stage stage, Pdu invite) {
        return Call.v2(stage.alices, invite, List.of());
    }

    private static Call event(Stage stage, String member, String json) {
        JsonObject changed = JsonObject.of(draft(stage, V11).with(member, utf8(json)));
        return v2(stage, stage.alices.complete(changed, V11));
    }

    /** The displayname is covered by the hash alone, not by signature and event ID. */
    private static Call withChangedContent(Stage stage) {
        byte[] content = utf8("{\"displayname\":\"Eve\",\"membership\":\"invite\"}");
        JsonObject changed = JsonObject.of(invite(stage, V11).json().with("content", content));
        return v2(stage, Pdu.read(changed, V11).orThrow());
    }

    private static Call withWrongSignature(Stage stage) {
        byte[] wrong = utf8("{\"a.example\":{\"ed25519:a_1\":\"" + "A".repeat(86) + "\"}}");
        JsonObject changed = JsonObject.of(invite(stage, V11).json().with("signatures", wrong));
        return v2(stage, Pdu.read(changed, V11).orThrow());
    }

    private static Call ofForeignId(Stage stage) {
        byte[] id = utf8("\"$opaque:liar.example\"");
        JsonObject changed = JsonObject.of(draft(stage, RoomVersions.V1).with("event_id", id));
        return Call.v1(stage.alices, stage.alices.complete(changed, RoomVersions.V1));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
