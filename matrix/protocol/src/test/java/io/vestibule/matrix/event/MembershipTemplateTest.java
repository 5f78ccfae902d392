package io.vestibule.matrix.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.event.MembershipTemplate.Completion;
import io.vestibule.matrix.event.MembershipTemplate.Wanted;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.EventIdForm;
import io.vestibule.matrix.room.ReferenceForm;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MembershipTemplateTest {

    private static final RoomId ROOM = RoomId.of("!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    private static final UserId BOB = UserId.of("@bob:us.example");
    private static final Wanted JOIN = new Wanted(ROOM, BOB, "join");
    private static final Completion COMPLETION = new Completion(
            2000, "opaque", JsonObject.of("{\"displayname\":\"Bob\",\"avatar_url\":null,\"membership\":\"ban\"}"));

    static Stream<RoomVersionRules> versions() {
        return RoomVersions.all().stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_template_becomes_a_signed_event_of_ours(RoomVersionRules rules) {
        // Given
        MembershipTemplate template = accepted(template(rules), rules);

        // When
        Pdu join = template.complete(Events.signer(Events.OURS), COMPLETION).orThrow();

        // Then
        assertThat(join.isMembership("join")).isTrue();
        assertThat(join.sender()).isEqualTo(BOB);
        assertThat(join.roomId()).isEqualTo(ROOM);
        assertThat(join.originServerTs()).isEqualTo(2000);
        assertThat(join.depth()).isEqualTo(7);
        assertThat(join.content().string("displayname")).hasValue("Bob");
        assertThat(join.content().has("avatar_url")).isTrue();
        assertThat(join.contentHashMatches()).isTrue();
        assertThat(join.bytes()).isEqualTo(join.canonical());
        assertThat(new EventSignatures(Events.ED25519).verify(join, java.util.Set.of(Events.OURS), Events::find))
                .matches(verdict -> verdict.isValid());
        assertThat(join.json().has("origin")).isEqualTo(rules.redaction().keeps("origin"));
        assertThat(join.json().string("event_id"))
                .isEqualTo(
                        rules.format().eventId() == EventIdForm.GIVEN
                                ? java.util.Optional.of("$opaque:us.example")
                                : java.util.Optional.empty());
        assertThat(join.content().has("join_authorised_via_users_server"))
                .isEqualTo(rules.membership().restrictedJoins());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "room_id | \"!other:a.example\"",
                "sender | \"@eve:us.example\"",
                "state_key | \"@eve:us.example\"",
                "type | \"m.room.power_levels\"",
                "content | {\"membership\":\"leave\"}",
                "content | {}",
                "content | 1",
                "sender | null"
            })
    void a_template_about_something_else_is_not_signed(String key, String value) {
        // Given
        JsonObject template = JsonObject.of(template(RoomVersions.V11).with(key, value.getBytes(UTF_8)));

        // When
        TemplateReading reading = MembershipTemplate.read(template, JOIN, RoomVersions.V11);

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        TemplateReading.Malformed.class,
                        malformed -> assertThat(malformed.detail()).containsAnyOf(key, "membership"));
    }

    @ParameterizedTest
    @CsvSource({"auth_events", "prev_events", "depth"})
    void a_template_that_does_not_place_the_event_is_not_signed(String key) {
        // Given
        JsonObject template = JsonObject.of(template(RoomVersions.V11).without(key));

        // When
        TemplateReading reading = MembershipTemplate.read(template, JOIN, RoomVersions.V11);

        // Then
        assertThat(reading).isInstanceOf(TemplateReading.Malformed.class);
    }

    @Test
    void nothing_else_that_a_template_holds_gets_our_signature() {
        // Given
        JsonObject template = JsonObject.of(template(RoomVersions.V11).with("redacts", "\"$victim\"".getBytes(UTF_8)));
        JsonObject worse = JsonObject.of(
                template.with("content", "{\"membership\":\"join\",\"displayname\":\"Eve\",\"x\":1}".getBytes(UTF_8)));

        // When
        Pdu join = accepted(worse, RoomVersions.V11)
                .complete(Events.signer(Events.OURS), new Completion(1, "x", JsonObject.of("{}")))
                .orThrow();

        // Then
        assertThat(join.json().has("redacts")).isFalse();
        assertThat(join.content()).hasToString("{\"membership\":\"join\"}");
    }

    @Test
    void a_template_that_gives_no_event_of_the_version_says_why() {
        // Given
        String tooMany =
                IntStream.range(0, 11).mapToObj(i -> "\"$" + i + "\"").collect(Collectors.joining(",", "[", "]"));
        JsonObject template = JsonObject.of(template(RoomVersions.V11).with("auth_events", tooMany.getBytes(UTF_8)));

        // When
        PduReading reading = accepted(template, RoomVersions.V11).complete(Events.signer(Events.OURS), COMPLETION);

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        MalformedPdu.class,
                        malformed -> assertThat(malformed.detail()).contains("auth_events"));
    }

    @Test
    void a_leave_is_made_the_same_way_with_a_reason() {
        // Given
        JsonObject template =
                JsonObject.of(template(RoomVersions.V11).with("content", "{\"membership\":\"leave\"}".getBytes(UTF_8)));

        // When
        TemplateReading reading = MembershipTemplate.read(template, new Wanted(ROOM, BOB, "leave"), RoomVersions.V11);

        // Then
        Pdu leave = ((MembershipTemplate) reading)
                .complete(
                        Events.signer(Events.OURS),
                        new Completion(1, "x", JsonObject.of("{\"reason\":\"no \\\"thanks\\\"\"}")))
                .orThrow();
        assertThat(leave.isMembership("leave")).isTrue();
        assertThat(leave.content().string("reason")).hasValue("no \"thanks\"");
    }

    private static MembershipTemplate accepted(JsonObject template, RoomVersionRules rules) {
        return (MembershipTemplate) MembershipTemplate.read(template, JOIN, rules);
    }

    private static JsonObject template(RoomVersionRules rules) {
        String reference = rules.format().references() == ReferenceForm.PAIRS ? "[\"$x:a\",{}]" : "\"$x\"";
        return JsonObject.of("""
                {"type":"m.room.member","room_id":"%s","sender":"%s","state_key":"%s","origin":"a.example",
                 "origin_server_ts":1,"depth":7,"auth_events":[%s],"prev_events":[%s],"event_id":"$theirs:a.example",
                 "content":{"membership":"join","join_authorised_via_users_server":"@alice:a.example"}}""".formatted(ROOM, BOB, BOB, reference, reference));
    }
}
