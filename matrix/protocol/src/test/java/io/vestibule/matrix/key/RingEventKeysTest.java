package io.vestibule.matrix.key;

import static io.vestibule.matrix.key.FixtureServers.HS1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.Exchange;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingEventKeysTest {

    private static final KeyId RECORDED = KeyId.of("ed25519:a_RvbB");
    private static final EventSignatures SIGNATURES = new EventSignatures(Ed25519.portable());

    @Test
    void a_recorded_invite_is_verified_with_the_ring() {
        // Given
        Pdu invite = invite("11", RoomVersions.V11);
        Ring ring = new Ring(new KeyLookup.Found(
                Map.of(RECORDED, HS1.signingKeys().signingKey().verifyKey())));
        RingEventKeys keys = new RingEventKeys(ring);
        // When
        SignatureVerdict verdict = SIGNATURES.verify(invite, Set.of(HS1.server()), keys);
        // Then
        assertThat(verdict).isEqualTo(new SignatureVerdict.Valid());
        assertThat(keys.unavailable()).isEmpty();
        assertThat(ring.asked)
                .containsExactly(KeyRequest.forEvent(HS1.server(), Set.of(RECORDED), invite.originServerTs()));
    }

    @Test
    void before_room_version_5_it_does_not_matter_when_a_key_was_valid() {
        // Given
        Pdu invite = invite("1", RoomVersions.V1);
        Ring ring = new Ring(new KeyLookup.NotValid(HS1.server()));
        // When
        SIGNATURES.verify(invite, Set.of(HS1.server()), new RingEventKeys(ring));
        // Then
        assertThat(ring.asked).containsExactly(KeyRequest.forEventOfAnyAge(HS1.server(), Set.of(RECORDED)));
    }

    @Test
    void a_server_is_asked_about_once_for_all_its_signatures() {
        // Given
        Pdu invite = invite("11", RoomVersions.V11);
        Pdu twice = signedAlso(invite, HS1.server(), "ed25519:unknown");
        Ring ring = new Ring(new KeyLookup.Found(
                Map.of(RECORDED, HS1.signingKeys().signingKey().verifyKey())));
        // When
        SignatureVerdict verdict = SIGNATURES.verify(twice, Set.of(HS1.server()), new RingEventKeys(ring));
        // Then
        assertThat(verdict).isEqualTo(new SignatureVerdict.Valid());
        assertThat(ring.asked)
                .singleElement()
                .satisfies(request ->
                        assertThat(request.keyIds()).containsExactlyInAnyOrder(RECORDED, KeyId.of("ed25519:unknown")));
    }

    @Test
    void keys_that_could_not_be_had_are_told_apart_from_keys_that_are_not_valid() {
        // Given
        KeyLookup.Unavailable down = new KeyLookup.Unavailable(HS1.server(), "down");
        RingEventKeys keys = new RingEventKeys(new Ring(down));
        // When
        SignatureVerdict verdict = SIGNATURES.verify(invite("11", RoomVersions.V11), Set.of(HS1.server()), keys);
        // Then
        assertThat(verdict).isEqualTo(new SignatureVerdict.UnknownKeys(HS1.server(), Set.of(RECORDED)));
        assertThat(keys.unavailable()).containsExactly(down);
    }

    private static Pdu invite(String version, RoomVersionRules rules) {
        Exchange exchange = Exchange.over("PUT-federation-v2-invite", version.equals("1") ? 404 : 200).stream()
                .filter(recorded -> recorded.name().contains("/v" + version + "/"))
                .findFirst()
                .orElseThrow();
        JsonObject event = JsonObject.of(exchange.requestBody()).object("event").orElseThrow();
        return (Pdu) Pdu.read(event, rules);
    }

    private static Pdu signedAlso(Pdu event, ServerName server, String key) {
        JsonObject all = event.json().object("signatures").orElseThrow();
        byte[] more = all.object(server.value()).orElseThrow().with(key, "\"AAAA\"".getBytes(StandardCharsets.UTF_8));
        byte[] signed = event.json().with("signatures", all.with(server.value(), more));
        return (Pdu) Pdu.read(signed, event.rules());
    }

    /** Answers always the same and remembers what it was asked. */
    private static final class Ring implements KeyRing {

        private final KeyLookup answer;
        private final List<KeyRequest> asked = new ArrayList<>();

        Ring(KeyLookup answer) {
            this.answer = answer;
        }

        @Override
        public KeyLookup lookup(KeyRequest request) {
            asked.add(request);
            return answer;
        }

        @Override
        public void learn(ServerKeys keys) {
            throw new UnsupportedOperationException();
        }
    }
}
