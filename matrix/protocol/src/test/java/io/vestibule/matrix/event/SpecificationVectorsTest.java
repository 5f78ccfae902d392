package io.vestibule.matrix.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specification's own examples, and those derived from them that are kept as golden data. */
class SpecificationVectorsTest {

    private static final JsonNode VECTORS = Golden.json("vectors/matrix.json");
    private static final Ed25519 ED25519 = Ed25519.fastest();
    private static final ServerName DOMAIN = ServerName.of("domain");
    private static final SigningKey KEY = SigningKey.of(
            KeyId.of(VECTORS.get("key_id").asText()),
            UnpaddedBase64.decode(VECTORS.get("seed_b64").asText()).orElseThrow());

    @Test
    void the_public_key_follows_from_the_seed() {
        // Given
        String expected = VECTORS.get("public_key_b64").asText();

        // When
        String derived = KEY.verifyKey().base64();

        // Then
        assertThat(derived).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{} | K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ",
                "{\"one\":1,\"two\":\"Two\"}"
                        + "| KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"
            })
    void objects_of_the_specification_get_its_signatures(String object, String signature) {
        // Given
        JsonSignatures signatures = new JsonSignatures(ED25519);

        // When
        JsonObject signed = JsonObject.of(signatures.sign(JsonObject.of(object), DOMAIN, KEY));

        // Then
        assertThat(signatureOf(signed)).isEqualTo(signature);
    }

    @ParameterizedTest
    @CsvSource({"xmatrix_get", "xmatrix_put", "key_response"})
    void derived_objects_get_their_signatures(String name) {
        // Given
        JsonNode vector = VECTORS.get(name);
        byte[] object = vector.get("signed_object").asText().getBytes(UTF_8);

        // When
        JsonObject signed = JsonObject.of(new JsonSignatures(ED25519).sign(JsonObject.of(object), DOMAIN, KEY));

        // Then
        assertThat(JsonObject.of(object).canonical()).isEqualTo(object);
        assertThat(signatureOf(signed)).isEqualTo(vector.get("sig").asText());
    }

    @Test
    void the_minimal_event_of_the_specification_gets_its_hash_and_signatures() {
        // Given
        JsonObject event = JsonObject.of("""
                {"room_id": "!x:domain", "sender": "@a:domain", "origin": "domain", "origin_server_ts": 1000000,
                 "signatures": {}, "hashes": {}, "type": "X", "content": {}, "prev_events": [], "auth_events": [],
                 "depth": 3, "unsigned": {"age_ts": 1000000}}""");

        // When
        Pdu inV3 = complete(event, RoomVersions.V3);
        Pdu inV11 = complete(event, RoomVersions.V11);

        // Then
        assertThat(hashOf(inV3)).isEqualTo("5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos");
        assertThat(signatureOf(inV3.json()))
                .isEqualTo("KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg");
        assertThat(inV3.eventId()).hasToString("$8yif6p8EqgoSten2BLje9ntKm720NyFLWQv9tn8memc");
        assertThat(inV11.eventId()).hasToString("$70O_oKlXzFbkfu0KE88USi98DjSWrOELrPj-8tisl8I");
        assertThat(signatureOf(inV11.json()))
                .isEqualTo("Jxp+1glFcZM+nnHpY0EkedRR7u0VmKsJYGnQqIvqus3UvL5X/p1y6wSkLhGoTBel6MZ9lrMIzUqrjqFquWJKBw");
    }

    @Test
    void the_message_event_of_the_specification_gets_its_hash_and_signature() {
        // Given
        JsonObject event = JsonObject.of("""
                {"content": {"body": "Here is the message content"}, "event_id": "$0:domain", "origin": "domain",
                 "origin_server_ts": 1000000, "type": "m.room.message", "room_id": "!r:domain", "sender": "@u:domain",
                 "signatures": {}, "unsigned": {"age_ts": 1000000}}""");

        // When
        String hash = UnpaddedBase64.encode(EventHashes.contentHash(event));
        JsonObject hashed = JsonObject.of(event.with("hashes", ("{\"sha256\":\"" + hash + "\"}").getBytes(UTF_8)));
        byte[] signature = ED25519.sign(KEY, EventHashes.signedBytes(hashed, RoomVersions.V1));

        // Then
        assertThat(hash).isEqualTo("onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g");
        assertThat(UnpaddedBase64.encode(signature))
                .isEqualTo("Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA");
    }

    @ParameterizedTest
    @CsvSource({
        "invite_v3, 3, event_id",
        "invite_v4, 4, event_id",
        "invite_v10, 10, event_id",
        "invite_v11, 11, event_id",
        "invite_v12, 12, event_id",
        "create_v12, 12, event_id",
        "invite_v3_v4_diverge, 3, event_id_v3",
        "invite_v3_v4_diverge, 4, event_id_v4"
    })
    void derived_events_get_their_hashes_ids_and_signatures(String name, String version, String idKey) {
        // Given
        JsonNode vector = VECTORS.get(name);
        RoomVersionRules rules = rules(version);
        Pdu event = Pdu.read(Golden.write(vector.get("event")), rules).orThrow();

        // When
        Pdu again = complete(JsonObject.of(event.json().without("hashes", "signatures")), rules);

        // Then
        assertThat(event.contentHashMatches()).isTrue();
        assertThat(event.eventId()).hasToString(vector.get(idKey).asText());
        assertThat(again.canonical()).isEqualTo(event.canonical());
        assertThat(new EventSignatures(ED25519)
                        .verify(event, (server, key, of) -> java.util.Optional.of(KEY.verifyKey()))
                        .isValid())
                .isTrue();
        if (vector.has("room_id")) {
            assertThat(event.roomId()).hasToString(vector.get("room_id").asText());
        }
    }

    private static Pdu complete(JsonObject event, RoomVersionRules rules) {
        return new EventSigner(ED25519, DOMAIN, KEY).complete(event, rules).orThrow();
    }

    private static RoomVersionRules rules(String version) {
        return RoomVersions.find(RoomVersionId.of(version)).orElseThrow();
    }

    private static String hashOf(Pdu event) {
        return event.json().object("hashes").orElseThrow().string("sha256").orElseThrow();
    }

    private static String signatureOf(JsonObject signed) {
        return signed.object("signatures")
                .flatMap(servers -> servers.object("domain"))
                .flatMap(keys -> keys.string("ed25519:1"))
                .orElseThrow();
    }
}
