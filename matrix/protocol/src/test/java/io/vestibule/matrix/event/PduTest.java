package io.vestibule.matrix.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.matrix.event.MalformedPdu.Reason;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PduTest {

    static Stream<RoomVersionRules> versions() {
        return RoomVersions.all().stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void an_event_of_every_version_is_read_from_its_bytes(RoomVersionRules rules) {
        // Given
        byte[] bytes = Events.invite(rules).bytes();

        // When
        Pdu event = Pdu.read(bytes, rules).orThrow();

        // Then
        assertThat(event.bytes()).isEqualTo(bytes);
        assertThat(event.sender()).hasToString("@alice:a.example");
        assertThat(event.stateKey()).hasValue("@bob:us.example");
        assertThat(event.roomId()).hasToString("!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(event.isMembership("invite")).isTrue();
        assertThat(event.isMembership("join")).isFalse();
        assertThat(event.isState("m.room.member")).isFalse();
        assertThat(event.originServerTs()).isEqualTo(1000);
        assertThat(event.depth()).isEqualTo(5);
        assertThat(event.authEvents()).hasSize(1).isEqualTo(event.prevEvents());
        assertThat(event.contentHashMatches()).isTrue();
        assertThat(event.toString()).doesNotContain("Böb");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void what_redaction_drops_changes_neither_id_nor_signatures_but_the_content_hash(RoomVersionRules rules) {
        // Given
        Pdu event = Events.invite(rules);
        byte[] content = "{\"membership\":\"invite\",\"displayname\":\"Mallory\"}".getBytes(UTF_8);

        // When
        Pdu changed = Pdu.read(event.json().with("content", content), rules).orThrow();

        // Then
        assertThat(changed.eventId()).isEqualTo(event.eventId());
        assertThat(changed.contentHashMatches()).isFalse();
        assertThat(changed.redacted().bytes()).isEqualTo(event.redacted().bytes());
        assertThat(changed.redacted().content()).hasToString("{\"membership\":\"invite\"}");
        assertThat(new EventSignatures(Events.ED25519)
                        .verify(changed, Events::find)
                        .isValid())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void what_redaction_keeps_changes_the_id_where_it_is_a_hash_and_breaks_the_signature(RoomVersionRules rules) {
        // Given
        Pdu event = Events.invite(rules);

        // When
        Pdu changed =
                Pdu.read(event.json().with("depth", new byte[] {'6'}), rules).orThrow();

        // Then
        boolean given = event.json().has("event_id");
        assertThat(changed.eventId().equals(event.eventId())).isEqualTo(given);
        assertThat(new EventSignatures(Events.ED25519)
                        .verify(changed, Events::find)
                        .isValid())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type",
                "sender",
                "content",
                "depth",
                "origin_server_ts",
                "hashes",
                "signatures",
                "auth_events",
                "prev_events",
                "room_id"
            })
    void a_key_that_is_missing_or_null_is_named(String key) {
        // Given
        JsonObject event = Events.invite(RoomVersions.V11).json();

        // When
        PduReading missing = Pdu.read(event.without(key), RoomVersions.V11);
        PduReading isNull = Pdu.read(event.with(key, "null".getBytes(UTF_8)), RoomVersions.V11);

        // Then
        for (PduReading reading : new PduReading[] {missing, isNull}) {
            assertThat(reading).isInstanceOfSatisfying(MalformedPdu.class, malformed -> {
                assertThat(malformed.reason()).isEqualTo(Reason.WRONG_SHAPE);
                assertThat(malformed.detail()).contains(key);
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "sender | \"alice\" | WRONG_SHAPE",
                "room_id | \"room\" | WRONG_SHAPE",
                "state_key | 1 | WRONG_SHAPE",
                "content | [] | WRONG_SHAPE",
                "depth | -1 | WRONG_SHAPE",
                "depth | \"1\" | WRONG_SHAPE",
                "depth | 1.0 | NOT_CANONICAL",
                "depth | 9007199254740992 | NOT_CANONICAL",
                "content | {\"a\":-0} | NOT_CANONICAL",
                "content | {\"a\":1,\"\\u0061\":1} | NOT_CANONICAL",
                "content | {\"a\":\"\\ud800\"} | NOT_CANONICAL",
                "content | {\"a\":01} | NOT_JSON",
                "hashes | {} | WRONG_SHAPE",
                "hashes | {\"sha256\":1} | WRONG_SHAPE",
                "signatures | {\"a.example\":\"x\"} | WRONG_SHAPE",
                "unsigned | null | WRONG_SHAPE",
                "auth_events | [[\"$x\",{}]] | WRONG_SHAPE",
                "auth_events | [1] | WRONG_SHAPE",
                "prev_events | [\"x\"] | WRONG_SHAPE",
                "event_id | \"$x\" | WRONG_SHAPE"
            })
    void a_wrong_value_is_refused(String key, String value, Reason reason) {
        // Given
        byte[] event = Events.invite(RoomVersions.V10).json().with(key, value.getBytes(UTF_8));

        // When
        PduReading reading = Pdu.read(event, RoomVersions.V10);

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        MalformedPdu.class,
                        malformed -> assertThat(malformed.reason()).isEqualTo(reason));
    }

    @Test
    void an_event_inside_a_document_that_was_read_leniently_is_judged_by_its_own_rules() throws Exception {
        // Given
        byte[] content = "{\"membership\":\"invite\",\"x\":1.5}".getBytes(UTF_8);
        byte[] event = Events.invite(RoomVersions.V5).json().with("content", content);
        JsonObject body = JsonObject.of("{\"event\":" + new String(event, UTF_8) + "}");
        JsonObject inner = body.object("event").orElseThrow();

        // When
        PduReading lenient = Pdu.read(inner, RoomVersions.V5);
        PduReading strict = Pdu.read(inner, RoomVersions.V6);

        // Then
        assertThat(lenient).isInstanceOf(Pdu.class);
        assertThat(strict)
                .isInstanceOfSatisfying(
                        MalformedPdu.class,
                        malformed -> assertThat(malformed.reason()).isEqualTo(Reason.NOT_CANONICAL));
    }

    @Test
    void sizes_are_limited() {
        // Given
        JsonObject event = Events.invite(RoomVersions.V11).json();
        int rest = event.byteLength() - event.object("unsigned").orElseThrow().byteLength() + "{\"a\":\"\"}".length();

        // When
        PduReading largest = withUnsigned(event, Pdu.MAX_BYTES - rest);
        PduReading tooLarge = withUnsigned(event, Pdu.MAX_BYTES - rest + 1);
        byte[] spaced = (" ".repeat(Pdu.MAX_BYTES) + new String(event.bytes(), UTF_8)).getBytes(UTF_8);

        // Then
        assertThat(largest).isInstanceOf(Pdu.class);
        assertIsTooLarge(tooLarge);
        assertThat(Pdu.read(spaced, RoomVersions.V11))
                .as("white space does not count")
                .isInstanceOf(Pdu.class);
        assertThat(with(event, "type", quoted("é".repeat(127) + "x"))).isInstanceOf(Pdu.class);
        assertIsTooLarge(with(event, "type", quoted("é".repeat(128))));
        assertIsTooLarge(with(event, "state_key", quoted("x".repeat(256))));
        assertThat(with(event, "auth_events", references(10))).isInstanceOf(Pdu.class);
        assertIsTooLarge(with(event, "auth_events", references(11)));
        assertThat(with(event, "prev_events", references(20))).isInstanceOf(Pdu.class);
        assertIsTooLarge(with(event, "prev_events", references(21)));
    }

    @Test
    void a_lenient_event_is_measured_in_canonical_form_even_if_that_is_longer() {
        // Given
        JsonObject event = Events.invite(RoomVersions.V5).json();
        String numbers = IntStream.range(0, 10_000).mapToObj(i -> "1e9").collect(Collectors.joining(","));

        // When
        PduReading reading =
                Pdu.read(event.with("unsigned", ("{\"n\":[" + numbers + "]}").getBytes(UTF_8)), RoomVersions.V5);

        // Then
        assertIsTooLarge(reading);
    }

    @Test
    void references_of_versions_1_and_2_are_pairs() {
        // Given
        JsonObject event = Events.invite(RoomVersions.V2).json();

        // When
        PduReading ids = Pdu.read(event.with("auth_events", "[\"$x:a\"]".getBytes(UTF_8)), RoomVersions.V2);
        PduReading pairs = Pdu.read(event.with("auth_events", "[[\"$x:a\",{}]]".getBytes(UTF_8)), RoomVersions.V2);

        // Then
        assertThat(ids).isInstanceOf(MalformedPdu.class);
        assertThat(pairs.orThrow().authEvents()).hasToString("[$x:a]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$x", "$x:", "$x:not a server"})
    void an_event_id_of_versions_1_and_2_names_a_server_that_must_have_signed(String id) {
        // Given
        byte[] event = Events.invite(RoomVersions.V2).json().with("event_id", quoted(id));

        // When
        PduReading reading = Pdu.read(event, RoomVersions.V2);

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        MalformedPdu.class,
                        malformed -> assertThat(malformed.detail()).contains("event_id"));
    }

    @Test
    void a_create_event_of_version_12_gives_the_room_its_id_and_must_not_carry_one() {
        // Given
        JsonObject draft = JsonObject.of("""
                {"type":"m.room.create","state_key":"","sender":"@alice:a.example","content":{"room_version":"12"},
                 "depth":1,"origin_server_ts":1,"auth_events":[],"prev_events":[]}""");

        // When
        Pdu create =
                Events.signer(Events.ALICES).complete(draft, RoomVersions.V12).orThrow();
        PduReading carrying = Events.signer(Events.ALICES)
                .complete(JsonObject.of(draft.with("room_id", quoted("!x"))), RoomVersions.V12);
        PduReading ofGivenId = Events.signer(Events.ALICES)
                .complete(JsonObject.of(draft.with("room_id", quoted("!x:a.example"))), RoomVersions.V11);

        // Then
        assertThat(create.roomId().value().substring(1))
                .isEqualTo(create.eventId().value().substring(1));
        assertThat(create.isState("m.room.create")).isTrue();
        assertThat(carrying).isInstanceOf(MalformedPdu.class);
        assertThat(ofGivenId.orThrow().roomId()).hasToString("!x:a.example");
    }

    @Test
    void other_events_of_version_12_must_name_a_room_by_hash() {
        // Given
        JsonObject event = Events.invite(RoomVersions.V12).json();

        // When
        PduReading reading = with12(event, "room_id", quoted("!room:a.example"));

        // Then
        assertThat(reading).isInstanceOf(MalformedPdu.class);
        assertThatIllegalArgumentException().isThrownBy(reading::orThrow).withMessageContaining("room_id");
    }

    private static PduReading withUnsigned(JsonObject event, int length) {
        return with(event, "unsigned", ("{\"a\":\"" + "x".repeat(length) + "\"}").getBytes(UTF_8));
    }

    private static PduReading with(JsonObject event, String key, byte[] value) {
        return Pdu.read(event.with(key, value), RoomVersions.V11);
    }

    private static PduReading with12(JsonObject event, String key, byte[] value) {
        return Pdu.read(event.with(key, value), RoomVersions.V12);
    }

    private static byte[] quoted(String text) {
        return ("\"" + text + "\"").getBytes(UTF_8);
    }

    private static byte[] references(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"$" + i + "\"")
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(UTF_8);
    }

    private static void assertIsTooLarge(PduReading reading) {
        assertThat(reading)
                .isInstanceOfSatisfying(
                        MalformedPdu.class,
                        malformed -> assertThat(malformed.reason()).isEqualTo(Reason.TOO_LARGE));
    }
}
