package io.vestibule.matrix.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSignaturesTest {

    private static final EventSignatures SIGNATURES = new EventSignatures(Events.ED25519);
    private static final ServerName ELSEWHERE = ServerName.of("c.example");
    private static final KeyId OTHER_KEY = KeyId.of("ed25519:2");

    static Stream<RoomVersionRules> versions() {
        return RoomVersions.all().stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void signing_adds_to_the_original_bytes_and_keeps_everything_else(RoomVersionRules rules) {
        // Given
        String spaced = new String(Events.invite(rules).bytes(), UTF_8).replace(",\"depth\"", " ,\n\"depth\"");
        Pdu invite = Pdu.read(spaced.getBytes(UTF_8), rules).orThrow();

        // When
        Pdu signed = Events.signer(Events.OURS).sign(invite).orThrow();

        // Then
        assertThat(signed.json().without("signatures")).isEqualTo(invite.json().without("signatures"));
        assertThat(signed.eventId()).isEqualTo(invite.eventId());
        assertThat(SIGNATURES
                        .verify(signed, Set.of(Events.ALICES, Events.OURS), Events::find)
                        .isValid())
                .isTrue();
        assertThat(Events.signer(Events.OURS).sign(invite).orThrow().bytes()).isEqualTo(signed.bytes());
        assertThat(Events.signer(Events.OURS).sign(signed).orThrow().bytes()).isEqualTo(signed.bytes());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_signed_event_is_what_its_bytes_read_as(RoomVersionRules rules) {
        // Given
        Pdu invite = Events.invite(rules);

        // When
        Pdu signed = Events.signer(Events.OURS).sign(invite).orThrow();

        // Then
        Pdu read = Pdu.read(signed.bytes(), rules).orThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(signed);
        assertThat(signed.signedBytes()).isEqualTo(read.signedBytes());
        assertThat(signed.referenceHash()).isEqualTo(EventHashes.referenceHash(read.json(), rules));
    }

    @Test
    void an_event_that_only_our_signature_makes_too_large_is_not_signed() {
        // Given
        RoomVersionRules rules = RoomVersions.V11;
        int room = Pdu.MAX_BYTES - Events.invite(rules).bytes().length;
        JsonObject draft = Events.inviteDraft(rules);
        byte[] filled =
                draft.with("filler", ('"' + "x".repeat(room - "\"filler\":\"\",".length()) + '"').getBytes(UTF_8));
        Pdu largest = Events.signer(Events.ALICES)
                .complete(JsonObject.of(filled), rules)
                .orThrow();

        // When
        PduReading signed = Events.signer(Events.OURS).sign(largest);

        // Then
        assertThat(largest.bytes()).hasSize(Pdu.MAX_BYTES);
        assertThat(signed)
                .isInstanceOfSatisfying(
                        MalformedPdu.class,
                        malformed -> assertThat(malformed.reason()).isEqualTo(MalformedPdu.Reason.TOO_LARGE));
    }

    @Test
    void a_server_that_has_not_signed_is_named() {
        // Given
        Pdu invite = Events.invite(RoomVersions.V11);

        // When
        SignatureVerdict verdict = SIGNATURES.verify(invite, Set.of(Events.OURS), Events::find);

        // Then
        assertThat(verdict).isEqualTo(new SignatureVerdict.Unsigned(Events.OURS));
    }

    @Test
    void a_signature_under_an_unknown_key_does_not_count_and_its_key_is_named() {
        // Given
        Pdu invite = Events.invite(RoomVersions.V11);

        // When
        SignatureVerdict verdict = SIGNATURES.verify(invite, (server, key, event) -> Optional.empty());

        // Then
        assertThat(verdict).isEqualTo(new SignatureVerdict.UnknownKeys(Events.ALICES, Set.of(Events.KEY)));
    }

    @Test
    void one_good_signature_is_enough_beside_those_under_unknown_keys() {
        // Given
        Pdu invite = signedAgain(Events.invite(RoomVersions.V11), OTHER_KEY, otherKey());

        // When
        SignatureVerdict verdict = SIGNATURES.verify(invite, Events::find);

        // Then
        assertThat(verdict.isValid()).isTrue();
    }

    @Test
    void every_signature_under_a_known_key_must_be_right() {
        // Given
        Pdu invite = signedAgain(Events.invite(RoomVersions.V11), OTHER_KEY, Events.key(Events.OURS));

        // When
        SignatureVerdict verdict = SIGNATURES.verify(
                invite,
                (server, key, event) -> Optional.of(
                        VerifyKey.of(key, Events.key(server).verifyKey().bytes())));

        // Then
        assertThat(verdict).isEqualTo(new SignatureVerdict.Wrong(Events.ALICES, OTHER_KEY));
    }

    @Test
    void unknown_algorithms_and_policy_servers_are_skipped() {
        // Given
        JsonObject event = Events.invite(RoomVersions.V11).json();
        byte[] odd =
                "{\"a.example\":{\"rsa:1\":\"x\",\"ed25519:policy_server\":\"x\",\"nonsense\":\"x\"}}".getBytes(UTF_8);

        // When
        Pdu onlyOdd = Pdu.read(event.with("signatures", odd), RoomVersions.V11).orThrow();
        Pdu alsoGood = Events.signer(Events.ALICES).sign(onlyOdd).orThrow();

        // Then
        EventKeys all = (server, key, of) -> Optional.of(Events.key(server).verifyKey());
        assertThat(SIGNATURES.verify(onlyOdd, all)).isEqualTo(new SignatureVerdict.Unsigned(Events.ALICES));
        assertThat(SIGNATURES.verify(alsoGood, all).isValid()).isTrue();
    }

    @Test
    void a_signature_that_is_no_base64_is_wrong() {
        // Given
        JsonObject event = Events.invite(RoomVersions.V11).json();
        byte[] bad = "{\"a.example\":{\"ed25519:1\":\"%%\"}}".getBytes(UTF_8);
        byte[] number = "{\"a.example\":{\"ed25519:1\":1}}".getBytes(UTF_8);

        // When
        Pdu notBase64 =
                Pdu.read(event.with("signatures", bad), RoomVersions.V11).orThrow();
        Pdu notText =
                Pdu.read(event.with("signatures", number), RoomVersions.V11).orThrow();

        // Then
        assertThat(SIGNATURES.verify(notBase64, Events::find)).isInstanceOf(SignatureVerdict.Wrong.class);
        assertThat(SIGNATURES.verify(notText, Events::find)).isInstanceOf(SignatureVerdict.Wrong.class);
    }

    @Test
    void versions_1_and_2_also_need_the_server_of_the_event_id() {
        // Given
        Pdu ofVersion2 = withEventId("$x:c.example");

        // When
        Set<ServerName> required = RequiredSigners.of(ofVersion2);

        // Then
        assertThat(required).containsExactlyInAnyOrder(Events.ALICES, ELSEWHERE);
        assertThat(RequiredSigners.of(Events.invite(RoomVersions.V2))).containsExactly(Events.ALICES);
        assertThat(RequiredSigners.of(Events.invite(RoomVersions.V3))).containsExactly(Events.ALICES);
    }

    @Test
    void a_restricted_join_also_needs_the_server_that_authorised_it_from_version_8_on() {
        // Given
        String content = "{\"membership\":\"join\",\"join_authorised_via_users_server\":\"@carol:c.example\"}";

        // When
        Pdu ofVersion7 = withContent(RoomVersions.V7, content);
        Pdu ofVersion8 = withContent(RoomVersions.V8, content);
        Pdu notAJoin = withContent(RoomVersions.V8, content.replace("join\"", "leave\""));

        // Then
        assertThat(RequiredSigners.of(ofVersion7)).containsExactly(Events.ALICES);
        assertThat(RequiredSigners.of(ofVersion8)).containsExactlyInAnyOrder(Events.ALICES, ELSEWHERE);
        assertThat(RequiredSigners.of(notAJoin)).containsExactly(Events.ALICES);
    }

    @Test
    void an_invite_of_a_third_party_needs_its_senders_server_only_when_it_is_delivered() {
        // Given
        Pdu invite = withContent(RoomVersions.V11, "{\"membership\":\"invite\",\"third_party_invite\":{}}");

        // When
        Set<ServerName> inHistory = RequiredSigners.of(invite);

        // Then
        assertThat(inHistory).isEmpty();
        assertThat(RequiredSigners.ofInvite(invite)).containsExactly(Events.ALICES);
    }

    private static Pdu withEventId(String id) {
        JsonObject draft = Events.inviteDraft(RoomVersions.V2);
        return Events.signer(Events.ALICES)
                .complete(JsonObject.of(draft.with("event_id", ("\"" + id + "\"").getBytes(UTF_8))), RoomVersions.V2)
                .orThrow();
    }

    private static Pdu withContent(RoomVersionRules rules, String content) {
        JsonObject draft = Events.inviteDraft(rules);
        return Events.signer(Events.ALICES)
                .complete(JsonObject.of(draft.with("content", content.getBytes(UTF_8))), rules)
                .orThrow();
    }

    private static SigningKey otherKey() {
        return SigningKey.generate(OTHER_KEY, new Random(2));
    }

    private static Pdu signedAgain(Pdu event, KeyId id, SigningKey key) {
        byte[] signature = Events.ED25519.sign(key, event.signedBytes());
        return Pdu.read(
                        io.vestibule.matrix.crypto.JsonSignatures.attach(event.json(), Events.ALICES, id, signature),
                        event.rules())
                .orThrow();
    }
}
