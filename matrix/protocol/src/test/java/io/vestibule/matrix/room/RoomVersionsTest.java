package io.vestibule.matrix.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.event.EventHashes;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoomVersionsTest {

    private static final JsonNode VECTORS = Golden.json("vectors/matrix.json");

    static Stream<RoomVersionRules> versions() {
        return RoomVersions.all().stream();
    }

    @Test
    void versions_are_found_by_name_and_by_no_other() {
        // Given
        List<RoomVersionRules> all = RoomVersions.all();

        // When
        List<String> names = all.stream().map(rules -> rules.id().value()).toList();

        // Then
        assertThat(names).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
        assertThat(RoomVersions.find(RoomVersionId.of("11"))).containsSame(RoomVersions.V11);
        assertThat(RoomVersions.find(RoomVersionId.of("13"))).isEmpty();
        assertThat(RoomVersions.find(RoomVersionId.of("org.example.11"))).isEmpty();
    }

    @Test
    void each_rule_changes_in_the_version_that_changed_it() {
        // Given
        List<RoomVersionRules> all = RoomVersions.all();

        // When
        Predicate<RoomVersionRules> strict = rules -> rules.format().json() == JsonRules.STRICT;

        // Then
        assertThat(from(strict)).isEqualTo("6");
        assertThat(from(rules -> rules.format().eventId() != EventIdForm.GIVEN)).isEqualTo("3");
        assertThat(from(rules -> rules.format().references() == ReferenceForm.IDS))
                .isEqualTo("3");
        assertThat(from(rules -> !rules.signatures().eventIdServer())).isEqualTo("3");
        assertThat(from(rules -> rules.format().eventId() == EventIdForm.URL_SAFE_HASH))
                .isEqualTo("4");
        assertThat(from(rules -> rules.signatures().keyValidity())).isEqualTo("5");
        assertThat(from(rules -> rules.format().maxDepth() == (1L << 53) - 1)).isEqualTo("6");
        assertThat(from(rules -> rules.membership().knocking())).isEqualTo("7");
        assertThat(from(rules -> rules.membership().restrictedJoins())).isEqualTo("8");
        assertThat(from(rules -> rules.signatures().authorisingServer())).isEqualTo("8");
        assertThat(from(rules -> rules.membership().knockRestricted())).isEqualTo("10");
        assertThat(from(rules -> !rules.redaction().keeps("origin"))).isEqualTo("11");
        assertThat(from(rules -> rules.format().roomId() == RoomIdForm.CREATE_EVENT_HASH))
                .isEqualTo("12");
        assertThat(all).hasSize(12);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void redaction_keeps_of_each_content_what_the_version_says(RoomVersionRules rules) {
        // Given
        JsonNode expected = VECTORS.get("redaction_content");
        String version = rules.id().value();

        // When
        JsonNode member = redactedContent(rules, "m.room.member", """
                {"membership":"invite","displayname":"B","join_authorised_via_users_server":"@a:domain",
                 "third_party_invite":{"display_name":"x","signed":{"mxid":"@b:remote","signatures":{},"token":"t"}}}""");

        // Then
        assertThat(member).isEqualTo(expected.at("/member/" + version));
        assertThat(redactedContent(
                        rules,
                        "m.room.create",
                        "{\"creator\":\"@a:domain\",\"room_version\":\"10\",\"m.federate\":true}"))
                .isEqualTo(expected.at("/create/" + version));
        assertThat(redactedContent(rules, "m.room.join_rules", """
                {"join_rule":"restricted","allow":[{"type":"m.room_membership","room_id":"!s:domain"}],"x":1}""")).isEqualTo(expected.at("/join_rules/" + version));
        assertThat(redactedContent(rules, "m.room.power_levels", """
                {"users":{"@a:domain":100},"invite":50,"ban":50,"notifications":{"room":20}}"""))
                .isEqualTo(expected.at("/power_levels/" + version));
        assertThat(redactedContent(rules, "m.room.aliases", "{\"aliases\":[\"#x:domain\"],\"y\":1}"))
                .isEqualTo(expected.at("/aliases/" + version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void redaction_keeps_what_has_no_vector_too(RoomVersionRules rules) {
        // Given
        boolean overhauled = !rules.redaction().keeps("origin");

        // When
        JsonNode visibility =
                redactedContent(rules, "m.room.history_visibility", "{\"history_visibility\":\"shared\",\"x\":1}");

        // Then
        assertThat(visibility).hasToString("{\"history_visibility\":\"shared\"}");
        assertThat(redactedContent(rules, "m.room.message", "{\"body\":\"x\"}")).hasToString("{}");
        assertThat(redactedContent(rules, "m.room.redaction", "{\"redacts\":\"$x\",\"reason\":\"x\"}"))
                .hasToString(overhauled ? "{\"redacts\":\"$x\"}" : "{}");
        assertThat(redactedContent(rules, "m.room.power_levels", """
                {"ban":1,"events":{},"events_default":1,"invite":1,"kick":1,"redact":1,"state_default":1,"users":{},
                 "users_default":1}""")).hasSize(overhauled ? 9 : 8);
        assertThat(redactedContent(rules, "m.room.member", "{\"membership\":\"invite\",\"third_party_invite\":1}"))
                .hasToString("{\"membership\":\"invite\"}");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void redaction_keeps_of_the_event_what_the_version_says(RoomVersionRules rules) {
        // Given
        JsonObject event = JsonObject.of("""
                {"type":"x","event_id":"$e","room_id":"!r","sender":"@a:b","state_key":"","content":{"a":1},"hashes":{},
                 "signatures":{"a":{}},"depth":1,"prev_events":[],"prev_state":[],"auth_events":[],"origin":"b",
                 "origin_server_ts":1,"membership":"join","unsigned":{},"redacts":"$x","other":1}""");

        // When
        JsonNode redacted = tree(EventHashes.redacted(event, rules));

        // Then
        List<String> kept = new java.util.ArrayList<>();
        redacted.fieldNames().forEachRemaining(kept::add);
        List<String> always = List.of(
                "auth_events",
                "content",
                "depth",
                "event_id",
                "hashes",
                "origin_server_ts",
                "prev_events",
                "room_id",
                "sender",
                "signatures",
                "state_key",
                "type");
        assertThat(kept).containsAll(always);
        List<String> untilVersion10 = List.of("membership", "origin", "prev_state");
        boolean overhauled = List.of("11", "12").contains(rules.id().value());
        assertThat(kept.stream().filter(key -> !always.contains(key)).toList())
                .isEqualTo(overhauled ? List.of() : untilVersion10);
    }

    static Stream<RoomVersionRules> versionsWithThirdPartyVector() {
        return versions()
                .filter(rules -> VECTORS.at("/redaction_tpi").has(rules.id().value()));
    }

    @ParameterizedTest
    @MethodSource("versionsWithThirdPartyVector")
    void an_invite_of_a_third_party_is_redacted_as_its_vector_says(RoomVersionRules rules) {
        // Given
        JsonNode expected = VECTORS.at("/redaction_tpi/" + rules.id());
        JsonObject event = JsonObject.of("""
                {"auth_events":["$x"],"content":{"membership":"invite","displayname":"B",
                 "join_authorised_via_users_server":"@a:domain","third_party_invite":{"display_name":"x",
                 "signed":{"mxid":"@b:remote","signatures":{},"token":"t"}}},"depth":5,"origin":"domain",
                 "origin_server_ts":1000005,"prev_events":["$p"],"room_id":"!r:domain","sender":"@a:domain",
                 "state_key":"@b:remote","type":"m.room.member","unsigned":{"age":1}}""");

        // When
        JsonNode redacted = tree(EventHashes.redacted(event, rules));

        // Then
        assertThat(redacted).isEqualTo(expected);
    }

    private static String from(Predicate<RoomVersionRules> rule) {
        List<RoomVersionRules> all = RoomVersions.all();
        int first = (int) all.stream().takeWhile(rule.negate()).count();
        assertThat(all.subList(first, all.size()))
                .as("the rule holds from there on")
                .allMatch(rule);
        return all.get(first).id().value();
    }

    private static JsonNode redactedContent(RoomVersionRules rules, String type, String content) {
        JsonObject event = JsonObject.of("{\"type\":\"" + type + "\",\"content\":" + content + "}");
        return tree(EventHashes.redacted(event, rules)).get("content");
    }

    private static JsonNode tree(byte[] json) {
        try {
            return Golden.MAPPER.readTree(new String(json, UTF_8));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
