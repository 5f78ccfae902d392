package io.vestibule.matrix.api;

import static io.vestibule.matrix.api.MatrixErrorCode.BAD_JSON;
import static io.vestibule.matrix.api.MatrixErrorCode.INVALID_PARAM;
import static io.vestibule.matrix.api.MatrixErrorCode.MISSING_PARAM;
import static io.vestibule.matrix.api.MatrixErrorCode.NOT_JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InviteDecodingTest {

    private static final String GOOD = "'event':{},'room_version':'11'";
    private static final String CREATE = "{'type':'m.room.create','state_key':'','content':{'room_version':'11'}}";

    static Stream<Arguments> bodies_that_version_2_refuses() {
        return Stream.of(
                arguments("", NOT_JSON, "the body"),
                arguments("{'event'", NOT_JSON, "the body"),
                arguments("{} {}", NOT_JSON, "the body"),
                arguments("[]", BAD_JSON, "not an object"),
                arguments("{'event':{'a':1,'a':2},'room_version':'11'}", BAD_JSON, "duplicate key"),
                arguments("{'event':{}}", MISSING_PARAM, "room_version is missing"),
                arguments("{'room_version':'11'}", MISSING_PARAM, "event is missing"),
                arguments("{'event':{},'room_version':11}", BAD_JSON, "room_version is not a string"),
                arguments("{'event':{},'room_version':null}", BAD_JSON, "room_version is not a string"),
                arguments("{'event':{},'room_version':'1 1'}", INVALID_PARAM, "room_version \"1 1\""),
                arguments("{'event':[],'room_version':'11'}", BAD_JSON, "event is not an object"),
                arguments("{" + GOOD + ",'invite_room_state':{}}", BAD_JSON, "invite_room_state is not an array"),
                arguments(
                        "{" + GOOD + ",'invite_room_state':[{},'x']}",
                        BAD_JSON,
                        "invite_room_state[1] is not an object"),
                arguments(
                        "{" + GOOD + ",'invite_room_state':" + list(1001, "{}") + "}", INVALID_PARAM, "more than 1000"),
                arguments("{" + GOOD + ",'via':[]}", INVALID_PARAM, "via names no server"),
                arguments("{" + GOOD + ",'via':'a.example'}", INVALID_PARAM, "via is not an array"),
                arguments("{" + GOOD + ",'via':null}", INVALID_PARAM, "via is not an array"),
                arguments("{" + GOOD + ",'via':['a.example',1]}", INVALID_PARAM, "something other than strings"),
                arguments("{" + GOOD + ",'via':['not a name','']}", INVALID_PARAM, "via names no server"),
                arguments(
                        "{" + GOOD + ",'via':['a.example'],'org.matrix.msc4125.via':[]}",
                        INVALID_PARAM,
                        "org.matrix.msc4125.via names no server"));
    }

    @ParameterizedTest
    @MethodSource("bodies_that_version_2_refuses")
    void version_2_names_the_culprit(String body, MatrixErrorCode errcode, String culprit) {
        // When
        Decoded<InviteV2.Request> decoded = version2(body);
        // Then
        assertRefused(decoded, errcode, culprit);
    }

    @Test
    void version_2_reads_every_field() {
        // Given
        String body = "{'room_version':'10','event':{'type':'m.room.member'},"
                + "'invite_room_state':[{'type':'m.room.create'}],'org.matrix.msc4125.via':['a.example','b.example:1']}";
        // When
        InviteV2.Request request = value(version2(body));
        // Then
        assertThat(request.path().room().value()).isEqualTo("!r:a.example");
        assertThat(request.path().event().value()).isEqualTo("$e");
        assertThat(request.roomVersion()).isEqualTo(RoomVersionId.of("10"));
        assertThat(request.event()).hasToString("{\"type\":\"m.room.member\"}");
        assertThat(request.inviteRoomState()).singleElement().hasToString("{\"type\":\"m.room.create\"}");
        assertThat(request.via()).containsExactly(ServerName.of("a.example"), ServerName.of("b.example:1"));
    }

    @Test
    void a_version_2_invite_needs_neither_state_nor_via() {
        // When
        InviteV2.Request request = value(version2("{" + GOOD + "}"));
        // Then
        assertThat(request.inviteRoomState()).isEmpty();
        assertThat(request.via()).isEmpty();
    }

    @Test
    void the_unstable_via_wins_and_the_other_one_is_not_even_read() {
        // When
        InviteV2.Request request = value(version2("{" + GOOD + ",'via':[],'org.matrix.msc4125.via':['a.example']}"));
        // Then
        assertThat(request.via()).containsExactly(ServerName.of("a.example"));
    }

    @Test
    void invalid_and_repeated_via_servers_are_dropped_and_the_order_is_kept() {
        // When
        InviteV2.Request request =
                value(version2("{" + GOOD + ",'via':['c.example','not a name','a.example','c.example','']}"));
        // Then
        assertThat(request.via()).containsExactly(ServerName.of("c.example"), ServerName.of("a.example"));
    }

    @Test
    void the_first_five_hundred_via_servers_are_read() {
        // Given
        List<String> servers =
                IntStream.range(0, 600).mapToObj(i -> "'s" + i + ".example'").toList();
        // When
        InviteV2.Request request = value(version2("{" + GOOD + ",'via':[" + String.join(",", servers) + "]}"));
        // Then
        assertThat(request.via()).hasSize(500).startsWith(ServerName.of("s0.example"));
    }

    @ParameterizedTest
    @MethodSource("paths_that_are_refused")
    void a_bad_identifier_in_the_path_is_refused(String target, String culprit) {
        // Given
        PathParameters path = InviteV2.ENDPOINT.match(new RequestTarget(target)).orElseThrow();
        // When
        Decoded<InviteV2.Request> decoded = InviteV2.decode(path, json("{" + GOOD + "}"));
        // Then
        assertRefused(decoded, INVALID_PARAM, culprit);
    }

    static Stream<Arguments> paths_that_are_refused() {
        String prefix = "/_matrix/federation/v2/invite/";
        return Stream.of(
                arguments(prefix + "r:a.example/$e", "roomId \"r:a.example\""),
                arguments(prefix + "/$e", "roomId"),
                arguments(prefix + "!r:a.example/e", "eventId \"e\""),
                arguments(prefix + "!r:a.example/%24%ff", "eventId"),
                arguments(prefix + "!r%2/$e", "roomId"),
                arguments(prefix + "!" + "r".repeat(255) + "/$e", "roomId"));
    }

    static Stream<Arguments> bodies_that_version_1_refuses() {
        return Stream.of(
                arguments("'x'", BAD_JSON, "not an object"),
                arguments("{'unsigned':[]}", BAD_JSON, "unsigned is not an object"),
                arguments("{'unsigned':{'invite_room_state':{}}}", BAD_JSON, "invite_room_state is not an array"),
                arguments("{'unsigned':{'invite_room_state':[1]}}", BAD_JSON, "invite_room_state[0]"));
    }

    @ParameterizedTest
    @MethodSource("bodies_that_version_1_refuses")
    void version_1_names_the_culprit(String body, MatrixErrorCode errcode, String culprit) {
        // When
        Decoded<InviteV1.Request> decoded = version1(body);
        // Then
        assertRefused(decoded, errcode, culprit);
    }

    @Test
    void version_1_takes_the_state_from_unsigned_and_no_via_from_anywhere() {
        // When
        InviteV1.Request request =
                value(version1("{'type':'m.room.member','via':[],'unsigned':{'age':1,'invite_room_state':[{'a':1}]}}"));
        // Then
        assertThat(request.inviteRoomState()).singleElement().hasToString("{\"a\":1}");
        assertThat(value(version1("{'type':'m.room.member'}")).inviteRoomState())
                .isEmpty();
    }

    static Stream<Arguments> bodies_that_invites_with_auth_refuse() {
        return Stream.of(
                arguments("{'state':[" + CREATE + "]}", MISSING_PARAM, "event is missing"),
                arguments("{'event':{}}", MISSING_PARAM, "state is missing"),
                arguments("{'event':{},'state':{}}", BAD_JSON, "state is not an array"),
                arguments("{'event':{},'state':[]}", INVALID_PARAM, "no m.room.create"),
                arguments("{'event':{},'state':[{'type':'m.room.name'}]}", INVALID_PARAM, "no m.room.create"),
                arguments(
                        "{'event':{},'state':[" + CREATE + "," + CREATE + "]}",
                        INVALID_PARAM,
                        "more than one m.room.create"),
                arguments(
                        "{'event':{},'state':[{'type':'m.room.create','state_key':'x','content':{}}]}",
                        INVALID_PARAM,
                        "state_key"),
                arguments("{'event':{},'state':[{'type':'m.room.create','content':{}}]}", INVALID_PARAM, "state_key"),
                arguments(
                        "{'event':{},'state':[{'type':'m.room.create','state_key':''}]}",
                        MISSING_PARAM,
                        "content is missing"),
                arguments(withVersion("{}"), INVALID_PARAM, "room version 1 has no"),
                arguments(withVersion("{'room_version':'2'}"), INVALID_PARAM, "room version 2 has no"),
                arguments(withVersion("{'room_version':11}"), BAD_JSON, "room_version is not a string"),
                arguments("{'event':{},'state':[" + CREATE + "],'via':[]}", INVALID_PARAM, "via names no server"));
    }

    @ParameterizedTest
    @MethodSource("bodies_that_invites_with_auth_refuse")
    void an_invite_with_auth_names_the_culprit(String body, MatrixErrorCode errcode, String culprit) {
        // When
        Decoded<InviteWithAuth.Request> decoded = withAuth(body);
        // Then
        assertRefused(decoded, errcode, culprit);
    }

    @Test
    void an_invite_with_auth_takes_its_version_from_the_create_event_and_counts_the_rest() {
        // Given
        String body = "{'event':{},'state':[{'type':'m.room.name'}," + CREATE + ",{}],'room_version':'ignored'}";
        // When
        InviteWithAuth.Request request = value(withAuth(body));
        // Then
        assertThat(request.state().roomVersion()).isEqualTo(RoomVersionId.of("11"));
        assertThat(request.state().others()).isEqualTo(2);
        assertThat(request.state().create()).hasToString(CREATE.replace('\'', '"'));
    }

    @Test
    void an_invite_with_auth_is_read_back_as_it_was_written() {
        // Given
        InviteWithAuth.Request request = value(
                withAuth("{'event':{'a':1},'state':[" + CREATE + "],'via':['a.example'],'invite_room_state':[{}]}"));
        // When
        ApiRequest sent = InviteWithAuth.encode(request, InviteWithAuth.ENDPOINTS.getFirst());
        // Then
        assertThat(sent.target().raw())
                .isEqualTo("/_matrix/federation/unstable/org.matrix.msc4329/invite/%21r%3Aa.example");
        assertThat(new String(sent.body(), StandardCharsets.UTF_8))
                .isEqualTo(("{'event':{'a':1},'invite_room_state':[{}],'org.matrix.msc4125.via':['a.example'],'state':["
                                + CREATE + "]}")
                        .replace('\'', '"'));
    }

    private static String withVersion(String content) {
        return "{'event':{},'state':[{'type':'m.room.create','state_key':'','content':" + content + "}]}";
    }

    private static String list(int size, String element) {
        return "["
                + String.join(
                        ",", IntStream.range(0, size).mapToObj(i -> element).toList()) + "]";
    }

    private static Decoded<InviteV2.Request> version2(String body) {
        PathParameters path = InviteV2.ENDPOINT
                .match(new RequestTarget("/_matrix/federation/v2/invite/!r:a.example/$e"))
                .orElseThrow();
        return parsed(body).then(object -> InviteV2.decode(path, object));
    }

    private static Decoded<InviteV1.Request> version1(String body) {
        PathParameters path = InviteV1.ENDPOINT
                .match(new RequestTarget("/_matrix/federation/v1/invite/!r:a.example/$e"))
                .orElseThrow();
        return parsed(body).then(object -> InviteV1.decode(path, object));
    }

    private static Decoded<InviteWithAuth.Request> withAuth(String body) {
        PathParameters path = InviteWithAuth.ENDPOINTS
                .getLast()
                .match(new RequestTarget("/_matrix/federation/unstable/org.matrix.msc0000/invite/!r:a.example"))
                .orElseThrow();
        return parsed(body).then(object -> InviteWithAuth.decode(path, object));
    }

    private static Decoded<JsonObject> parsed(String body) {
        return Body.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(String text) {
        return value(parsed(text));
    }

    private static <T> T value(Decoded<T> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok<T>) decoded).value();
    }

    private static void assertRefused(Decoded<?> decoded, MatrixErrorCode errcode, String culprit) {
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Refused.class, refused -> {
            assertThat(refused.error().status()).isEqualTo(400);
            assertThat(refused.error().errcode()).isEqualTo(errcode);
            assertThat(refused.error().message()).contains(culprit);
        });
    }
}
