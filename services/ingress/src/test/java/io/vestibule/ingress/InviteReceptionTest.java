package io.vestibule.ingress;

import static io.vestibule.ingress.ReceptionScene.body;
import static io.vestibule.ingress.ReceptionScene.draft;
import static io.vestibule.ingress.ReceptionScene.invite;
import static io.vestibule.ingress.ReceptionScene.room;
import static io.vestibule.ingress.ReceptionScene.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.Peer;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.ingress.users.Standing;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.InviteReceived;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of good invites, with real keys and signatures. */
class InviteReceptionTest {

    private static final RoomVersionRules V11 = RoomVersions.V11;

    private final ReceptionScene scene = new ReceptionScene();
    private final Stage stage = scene.stage;

    @AfterEach
    void stop() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({"BLOCKS_INVITES,403,M_INVITE_BLOCKED", "UNKNOWN,403,M_FORBIDDEN", "NOT_KNOWN_YET,503,M_UNKNOWN"})
    void a_user_who_takes_no_invites_gets_none(Standing said, int status, String errcode) throws Exception {
        // Given
        scene.standing = said;
        // When
        HttpAnswer answer = scene.send(v2(invite(stage, V11)));
        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(body(answer).string("errcode")).contains(errcode);
        assertThat(answer.headers().containsKey("Retry-After")).isEqualTo(status == 503);
        assertThat(scene.producer.history()).isEmpty();
    }

    @Test
    void the_answer_is_the_event_with_our_signature_and_everything_else_untouched() throws Exception {
        // Given
        byte[] unsigned = utf8("{\"age\":5,\"invite_room_state\":[]}");
        Pdu invite = stage.alices.complete(JsonObject.of(draft(stage, V11).with("unsigned", unsigned)), V11);
        // When
        HttpAnswer answer = scene.send(v2(invite));
        // Then
        assertThat(answer.status()).isEqualTo(200);
        JsonObject event = body(answer).object("event").orElseThrow();
        assertThat(event.object("unsigned").orElseThrow().toString()).isEqualTo("{\"age\":5}");
        assertThat(event.without("signatures", "unsigned"))
                .isEqualTo(invite.json().without("signatures", "unsigned"));
        assertThat(signature(event, "a.example")).isEqualTo(signature(invite.json(), "a.example"));
        assertThat(signature(event, "us.example")).startsWith("{\"ed25519:us\":\"");
        assertThat(Pdu.read(event, V11).orThrow().eventId()).isEqualTo(invite.eventId());
    }

    @Test
    void a_repeat_gets_the_identical_answer() throws Exception {
        // Given
        Call call = v2(invite(stage, V11));
        HttpAnswer first = scene.send(call);
        // When
        HttpAnswer second = scene.send(call);
        // Then
        assertThat(second.body()).isEqualTo(first.body());
    }

    static Stream<RoomVersionRules> hashedVersions() {
        return RoomVersions.all().stream().skip(2);
    }

    @ParameterizedTest
    @MethodSource("hashedVersions")
    void an_invite_of_every_room_version_is_taken_by_version_2_and_with_auth(RoomVersionRules rules) throws Exception {
        // Given
        JsonObject create = stage.alices.create(rules).json();
        Pdu invite = invite(stage, rules);
        // When
        HttpAnswer byVersion2 = scene.send(Call.v2(stage.alices, invite, List.of(create)));
        HttpAnswer withAuth =
                scene.send(Call.withAuth(stage.alices, "org.matrix.msc0000", invite, List.of(), List.of(create)));
        // Then
        assertThat(byVersion2.status()).as(body(byVersion2).toString()).isEqualTo(200);
        assertThat(withAuth.body()).isEqualTo(byVersion2.body());
        assertThat(scene.received().getRoomVersion()).isEqualTo(rules.id().value());
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void version_1_is_answered_with_a_pair_and_the_create_event_tells_the_room_version(String version)
            throws Exception {
        // Given
        String create = stage.alices
                .stripped("m.room.create", "", "{\"room_version\":\"" + version + "\"}")
                .toString();
        byte[] unsigned = utf8("{\"invite_room_state\":[" + create + "]}");
        JsonObject draft = JsonObject.of(draft(stage, RoomVersions.V1).with("unsigned", unsigned));
        // When
        HttpAnswer answer = scene.send(Call.v1(stage.alices, stage.alices.complete(draft, RoomVersions.V1)));
        // Then
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("[200,{\"event\":{");
        assertThat(scene.received().getRoomVersion()).isEqualTo(version);
        assertThat(scene.received().getEndpoint()).isEqualTo(InviteEndpoint.V1);
        assertThat(scene.received().getEventJson()).doesNotContain("unsigned");
        assertThat(scene.received().getStrippedState()).hasSize(1);
        assertThat(scene.metrics.scrape()).contains("invites_deprecated_total{endpoint=\"v1\"} 1.0");
    }

    @Test
    void the_fact_holds_what_the_topology_needs() throws Exception {
        // Given
        JsonObject name = stage.alices.stripped("m.room.name", "", "{\"name\":\"N\\u00e4me\"}");
        JsonObject member = stage.liar.stripped("m.room.member", "@eve:eve.example", "{\"membership\":\"join\"}");
        Call call = Call.v2(stage.alices, invite(stage, V11), List.of(name, member))
                .withMember("org.matrix.msc4125.via", "[\"c.example\",\"bad name\",\"d.example\",\"c.example\"]")
                .withMember("via", "[\"never.example\"]");
        // When
        HttpAnswer answer = scene.send(call);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        InviteReceived fact = scene.received();
        assertThat(scene.producer.history().getFirst().key())
                .isEqualTo(utf8(room(stage.alices, V11).value()));
        assertThat(fact.getUserId()).isEqualTo("@bob:us.example");
        assertThat(fact.getOrigin()).isEqualTo("a.example");
        assertThat(fact.getVia()).containsExactly("c.example", "d.example");
        assertThat(fact.getStateServers()).containsExactly("a.example", "liar.example", "eve.example");
        assertThat(fact.getStrippedState()).hasSize(2);
        assertThat(fact.getReceivedAt()).isEqualTo(Peer.NOW);
        assertThat("$" + fact.getReferenceHash()).isEqualTo(fact.getEventId());
        assertThat(fact.getAuthEventIds()).hasSize(1);
        assertThat(Pdu.read(utf8(fact.getEventJson()), V11).orThrow().contentHashMatches())
                .isTrue();
    }

    @Test
    void an_invite_without_via_says_so() throws Exception {
        // Given
        Call call = v2(invite(stage, V11));
        // When
        scene.send(call);
        // Then
        assertThat(scene.received().getVia()).isNull();
    }

    @Test
    void an_invite_that_is_too_large_for_the_log_is_refused() throws Exception {
        // Given
        String content = "{\"name\":\"" + "x".repeat(60_000) + "\"}";
        List<JsonObject> state = Stream.generate(() -> stage.alices.stripped("m.room.name", "", content))
                .limit(10)
                .toList();
        // When
        HttpAnswer answer = scene.send(Call.v2(stage.alices, invite(stage, V11), state));
        // Then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(body(answer).string("errcode")).contains("M_TOO_LARGE");
        assertThat(scene.producer.history()).isEmpty();
    }

    @Test
    void a_broker_that_fails_is_a_503_with_retry_after() throws Exception {
        // Given
        scene.producer.sendException = new TimeoutException("no brokers");
        // When
        HttpAnswer answer = scene.send(v2(invite(stage, V11)));
        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
    }

    private Call v2(Pdu invite) {
        return Call.v2(stage.alices, invite, List.of());
    }

    private static String signature(JsonObject event, String server) {
        return event.object("signatures")
                .flatMap(servers -> servers.object(server))
                .orElseThrow()
                .toString();
    }
}
