package io.vestibule.ingress;

import static io.vestibule.ingress.ReceptionScene.BOB;
import static io.vestibule.ingress.ReceptionScene.body;
import static io.vestibule.ingress.ReceptionScene.invite;
import static io.vestibule.ingress.ReceptionScene.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.ingress.scene.Call;
import io.vestibule.ingress.scene.Peer;
import io.vestibule.ingress.scene.Stage;
import io.vestibule.kit.config.IngressConfig.StateChecks;
import io.vestibule.kit.config.StateCheck;
import io.vestibule.kit.http.HttpAnswer;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.schemas.InviteReceived;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stripped state at each of the MSC4311 levels, and the create event of invites with auth (MSC4329). */
class InviteStateTest {

    private static final RoomVersionRules V11 = RoomVersions.V11;
    private static final RoomVersionRules V12 = RoomVersions.V12;

    private final ReceptionScene scene = new ReceptionScene();
    private final Stage stage = scene.stage;

    @AfterEach
    void stop() {
        scene.close();
    }

    @ParameterizedTest(name = "{0}, room version {1}, a {2} create event: {3}, verified: {4}")
    @CsvSource({
        "OFF,    11, missing,  200, false",
        "OFF,    11, whole,    200, false",
        "WARN,   11, missing,  200, false",
        "WARN,   11, stripped, 200, false",
        "WARN,   11, whole,    200, true",
        "WARN,   11, foreign,  200, false",
        "WARN,   11, misigned, 200, false",
        "WARN,   11, forged,   200, false",
        "CREATE, 11, missing,  400, false",
        "CREATE, 11, stripped, 400, false",
        "CREATE, 11, whole,    200, true",
        "CREATE, 11, foreign,  400, false",
        "CREATE, 11, misigned, 400, false",
        "CREATE, 11, forged,   400, false",
        "FULL,   11, whole,    200, true",
        "CREATE, 12, missing,  400, false",
        "CREATE, 12, stripped, 400, false",
        "CREATE, 12, whole,    200, true",
        "CREATE, 12, foreign,  400, false",
        "CREATE, 12, misigned, 400, false",
        "CREATE, 12, forged,   400, false",
        "WARN,   12, foreign,  200, false",
    })
    void the_create_event_is_held_to_the_level(
            StateCheck level, String version, String kind, int status, boolean verified) throws Exception {
        // Given
        RoomVersionRules rules = version.equals("11") ? V11 : V12;
        scene.levels = new StateChecks(level, level);
        // When
        HttpAnswer answer = scene.send(Call.v2(stage.alices, invite(stage, rules), state(kind, rules)));
        // Then
        assertThat(answer.status()).as(body(answer).toString()).isEqualTo(status);
        if (status == 200) {
            assertThat(scene.received().getCreateVerified()).isEqualTo(verified);
            assertThat(scene.received().getCreateEventJson().isEmpty()).isEqualTo(!verified);
        } else {
            assertThat(body(answer).string("errcode")).contains("M_INVALID_PARAM");
        }
    }

    @Test
    void the_usual_levels_are_warn_before_version_12_and_create_from_there() throws Exception {
        // Given
        JsonObject name = stage.alices.stripped("m.room.name", "", "{}");
        // When
        HttpAnswer before = scene.send(Call.v2(stage.alices, invite(stage, V11), List.of(name)));
        HttpAnswer from = scene.send(Call.v2(stage.alices, invite(stage, V12), List.of(name)));
        // Then
        assertThat(before.status()).isEqualTo(200);
        assertThat(from.status()).isEqualTo(400);
        assertThat(scene.metrics.scrape())
                .contains("invites_state_check_total{finding=\"create_missing\",level=\"warn\"} 1.0");
    }

    @Test
    void a_verified_create_event_takes_the_place_of_every_other() throws Exception {
        // Given
        JsonObject fake = stage.liar.stripped("m.room.create", "", "{\"room_version\":\"1\"}");
        JsonObject name = stage.alices.stripped("m.room.name", "", "{\"name\":\"x\"}");
        JsonObject create = stage.alices.create(V11).json();
        // When
        scene.send(Call.v2(stage.alices, invite(stage, V11), List.of(fake, name, create)));
        // Then
        InviteReceived fact = scene.received();
        assertThat(fact.getStrippedState())
                .containsExactly(
                        "{\"content\":" + create.object("content").orElseThrow()
                                + ",\"sender\":\"@alice:a.example\",\"state_key\":\"\",\"type\":\"m.room.create\"}",
                        "{\"content\":{\"name\":\"x\"},\"sender\":\"@alice:a.example\",\"state_key\":\"\","
                                + "\"type\":\"m.room.name\"}");
        assertThat(fact.getStateServers()).containsExactly("a.example");
        assertThat(Pdu.read(utf8(fact.getCreateEventJson()), V11).orThrow().eventId())
                .isEqualTo(stage.alices.create(V11).eventId());
    }

    @Test
    void a_create_event_of_a_dead_server_is_proven_by_its_hash_in_version_12_only() throws Exception {
        // Given
        Pdu create12 = stage.dead.create(V12);
        Pdu create11 = stage.dead.create(V11);
        Pdu invite12 = stage.alices.invite(create12.roomId(), BOB, V12);
        Pdu invite11 = stage.alices.invite(create11.roomId(), BOB, V11);
        // When
        scene.send(Call.v2(stage.alices, invite12, List.of(create12.json())));
        boolean in12 = scene.received().getCreateVerified();
        scene.send(Call.v2(stage.alices, invite11, List.of(create11.json())));
        boolean in11 = scene.received().getCreateVerified();
        // Then
        assertThat(in12).isTrue();
        assertThat(in11).isFalse();
    }

    @ParameterizedTest(name = "{0} entry: {1}")
    @CsvSource({"whole, 200", "stripped, 400", "foreign, 400", "misigned, 400", "broken, 400"})
    void the_full_level_holds_every_entry_to_be_a_signed_event_of_the_room(String kind, int status) throws Exception {
        // Given
        scene.levels = new StateChecks(StateCheck.FULL, StateCheck.FULL);
        JsonObject create = stage.alices.create(V11).json();
        // When
        HttpAnswer answer = scene.send(Call.v2(stage.alices, invite(stage, V11), List.of(create, entry(kind))));
        // Then
        assertThat(answer.status()).as(body(answer).toString()).isEqualTo(status);
    }

    @Test
    void below_the_full_level_entries_of_other_rooms_and_broken_ones_are_left_out() throws Exception {
        // Given
        List<JsonObject> state = List.of(entry("foreign"), entry("broken"), entry("whole"), entry("stripped"));
        // When
        scene.send(Call.v2(stage.alices, invite(stage, V11), state));
        // Then
        assertThat(scene.received().getStrippedState()).hasSize(2);
    }

    @Test
    void canonical_aliases_name_servers_too() throws Exception {
        // Given
        JsonObject alias = stage.alices.stripped(
                "m.room.canonical_alias",
                "",
                "{\"alias\":\"#x:b.example\",\"alt_aliases\":[\"#y:c.example\",5,\"#z\"]}");
        // When
        scene.send(Call.v2(stage.alices, invite(stage, V11), List.of(alias)));
        // Then
        assertThat(scene.received().getStateServers()).containsExactly("a.example", "b.example", "c.example");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "whole, 200",
        "stripped, 400",
        "foreign, 400",
        "misigned, 400",
        "forged, 400",
        "twice, 400",
        "missing, 400",
        "keyed, 400",
        "early, 400",
    })
    void an_invite_with_auth_needs_the_rooms_own_create_event(String kind, int status) throws Exception {
        // Given
        scene.levels = new StateChecks(StateCheck.OFF, StateCheck.OFF);
        // When
        HttpAnswer answer = scene.send(
                Call.withAuth(stage.alices, "org.matrix.msc4329", invite(stage, V11), List.of(), state(kind, V11)));
        // Then
        assertThat(answer.status()).as(body(answer).toString()).isEqualTo(status);
        if (status == 400) {
            assertThat(body(answer).string("errcode")).contains("M_INVALID_PARAM");
            assertThat(scene.producer.history()).isEmpty();
        }
    }

    @Test
    void further_state_of_an_invite_with_auth_is_counted_and_not_shown() throws Exception {
        // Given
        List<JsonObject> state = List.of(stage.alices.create(V11).json(), entry("whole"), entry("whole"));
        // When
        scene.send(Call.withAuth(stage.alices, "org.matrix.msc4329", invite(stage, V11), List.of(), state));
        // Then
        assertThat(scene.received().getIgnoredStateEntries()).isEqualTo(2);
        assertThat(scene.received().getStrippedState())
                .singleElement()
                .asString()
                .contains("m.room.create");
    }

    @Test
    void a_room_that_does_not_federate_takes_no_user_of_ours() throws Exception {
        // Given
        byte[] closed = utf8("{\"m.federate\":false,\"room_version\":\"11\"}");
        JsonObject draft = JsonObject.of(stage.alices.createDraft(V11).with("content", closed));
        JsonObject create = stage.alices.complete(draft, V11).json();
        // When
        HttpAnswer answer = scene.send(Call.v2(stage.alices, invite(stage, V11), List.of(create)));
        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(body(answer).string("errcode")).contains("M_FORBIDDEN");
    }

    /** The create events of a kind: what is wrong with it, if anything. */
    private List<JsonObject> state(String kind, RoomVersionRules rules) {
        JsonObject create = stage.alices.create(rules).json();
        JsonObject draft = stage.alices.createDraft(rules);
        return switch (kind) {
            case "missing" -> List.of();
            case "stripped" ->
                List.of(stage.alices.stripped("m.room.create", "", "{\"room_version\":\"" + rules.id() + "\"}"));
            case "whole" -> List.of(create);
            case "twice" -> List.of(create, create);
            case "foreign" -> List.of(stage.liar.create(rules).json());
            case "misigned" -> List.of(signedBy(stage.liar, draft, rules));
            case "forged" -> List.of(changed(create, "content", "{\"room_version\":\"" + rules.id() + "\",\"x\":1}"));
            case "keyed" -> List.of(changed(create, "state_key", "\"x\""));
            case "early" ->
                List.of(stage.alices
                        .complete(changed(draft, "prev_events", "[\"$x\"]"), rules)
                        .json());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** An entry of stripped state that is no create event. */
    private JsonObject entry(String kind) {
        JsonObject stripped = stage.alices.stripped("m.room.name", "", "{\"name\":\"x\"}");
        JsonObject draft = changed(
                changed(
                        stage.alices.inviteDraft(stage.alices.create(V11).roomId(), BOB, V11),
                        "type",
                        "\"m.room.name\""),
                "state_key",
                "\"\"");
        return switch (kind) {
            case "whole" -> stage.alices.complete(draft, V11).json();
            case "stripped" -> stripped;
            case "foreign" ->
                stage.alices
                        .complete(changed(draft, "room_id", "\"!other:a.example\""), V11)
                        .json();
            case "misigned" -> signedBy(stage.liar, draft, V11);
            case "broken" -> JsonObject.of(stripped.without("sender"));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static JsonObject signedBy(Peer peer, JsonObject draft, RoomVersionRules rules) {
        return peer.complete(draft, rules).json();
    }

    private static JsonObject changed(JsonObject json, String member, String value) {
        return JsonObject.of(json.with(member, utf8(value)));
    }
}
