package io.vestibule.matrix.key;

import static io.vestibule.matrix.key.KeyCast.A;
import static io.vestibule.matrix.key.KeyCast.DAY;
import static io.vestibule.matrix.key.KeyCast.SIGNATURES;
import static io.vestibule.matrix.key.KeyCast.id;
import static io.vestibule.matrix.key.KeyCast.key;
import static io.vestibule.matrix.key.KeyCast.published;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.Exchange;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.crypto.SigningKeyFile.OldKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerKeysTest {

    private static final long NOW = 1_795_187_101_375L;

    @Test
    void recorded_key_answers_are_verified() {
        // Given
        List<Exchange> exchanges = Exchange.over("GET-key-v2-server", 200);
        assertThat(exchanges).hasSize(2);
        for (Exchange exchange : exchanges) {
            // When
            KeyAnswer answer = ServerKeys.verify(
                    JsonObject.of(exchange.responseBody()), exchange.to(), exchange.timeMs(), SIGNATURES);
            // Then
            assertThat(answer).as(exchange.name()).isInstanceOf(KeyAnswer.Verified.class);
        }
    }

    @Test
    void the_key_answer_of_the_vectors_is_verified() {
        // Given
        JsonNode vectors = Golden.json("vectors/matrix.json");
        JsonObject object =
                JsonObject.of(vectors.at("/key_response/signed_object").asText());
        String signature = "{\"domain\":{\"ed25519:1\":\""
                + vectors.at("/key_response/sig").asText() + "\"}}";
        byte[] signed = object.with("signatures", signature.getBytes(StandardCharsets.UTF_8));
        // When
        KeyAnswer answer = ServerKeys.verify(JsonObject.of(signed), ServerName.of("domain"), NOW, SIGNATURES);
        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        KeyAnswer.Verified.class,
                        verified -> assertThat(verified.keys()
                                        .verifyKeys()
                                        .get(KeyId.of("ed25519:1"))
                                        .base64())
                                .isEqualTo(vectors.get("public_key_b64").asText()));
    }

    @ParameterizedTest
    @EnumSource
    void our_own_answer_is_what_a_recorded_server_published_with_the_same_key(FixtureServers recorded) {
        // Given
        String expected = new String(recorded.publishedKeys(), StandardCharsets.UTF_8);
        long validUntilTs = JsonObject.of(expected).integer("valid_until_ts").orElseThrow();
        OwnServerKeys own = new OwnServerKeys(recorded.server(), recorded.signingKeys(), SIGNATURES);
        // When
        byte[] answer = own.answer(validUntilTs - OwnServerKeys.LIFETIME.toMillis());
        // Then
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void several_keys_and_old_ones_are_published_and_read_back() {
        // Given
        JsonObject answer = published(
                A, NOW, List.of(key("one"), key("two")), new OldKey(key("old").verifyKey(), 7));
        // When
        KeyAnswer read = ServerKeys.verify(answer, A, NOW, SIGNATURES);
        // Then
        assertThat(read).isInstanceOfSatisfying(KeyAnswer.Verified.class, verified -> {
            assertThat(verified.keys().verifyKeys()).containsOnlyKeys(id("one"), id("two"));
            assertThat(verified.keys().oldVerifyKeys().get(id("old")).expiredTs())
                    .isEqualTo(7);
            assertThat(verified.keys().validUntilTs()).isEqualTo(NOW + DAY);
        });
        assertThat(answer.object("signatures")
                        .orElseThrow()
                        .object("a.example")
                        .orElseThrow()
                        .size())
                .isEqualTo(2);
    }

    @Test
    void our_own_answer_is_kept_for_half_a_day() {
        // Given
        OwnServerKeys own =
                new OwnServerKeys(FixtureServers.HS1.server(), FixtureServers.HS1.signingKeys(), SIGNATURES);
        byte[] first = own.answer(NOW);
        // When
        byte[] later = own.answer(NOW + DAY / 2 - 1);
        byte[] renewed = own.answer(NOW + DAY / 2);
        // Then
        assertThat(later).isSameAs(first);
        assertThat(JsonObject.of(renewed).integer("valid_until_ts")).hasValue(NOW + DAY / 2 + DAY);
    }

    @Test
    void an_answer_is_never_believed_for_more_than_seven_days() {
        // When
        ServerKeys eternal = KeyCast.answer(A, NOW + 365 * DAY, NOW, "one");
        ServerKeys short_lived = KeyCast.answer(A, NOW + DAY, NOW, "one");
        // Then
        assertThat(eternal.usableUntilTs()).isEqualTo(NOW + 7 * DAY);
        assertThat(short_lived.usableUntilTs()).isEqualTo(NOW + DAY);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            server_name      | "b.example"  | server_name is not a.example
            server_name      | null         | server_name is not a.example
            valid_until_ts   | "1"          | valid_until_ts is missing
            valid_until_ts   | 1.5          | valid_until_ts is missing
            valid_until_ts   | 1            | signature by ed25519:one is wrong
            verify_keys      | []           | verify_keys is missing
            verify_keys      | {}           | none of the keys that it lists
            signatures       | {}           | not signed by a.example
            signatures       | {"a.example":{"ed25519:one":"AAAA"}}  | signature by ed25519:one is wrong
            signatures       | {"a.example":{"ed25519:one":7}}       | signature by ed25519:one is wrong
            signatures       | {"a.example":{"rsa:one":"AAAA"}}      | not signed by a.example
            """)
    void an_answer_that_was_tampered_with_is_refused(String field, String value, String reason) {
        // Given
        JsonObject good = published(A, NOW, List.of(key("one")));
        JsonObject bad = JsonObject.of(good.with(field, value.getBytes(StandardCharsets.UTF_8)));
        // When
        KeyAnswer answer = ServerKeys.verify(bad, A, NOW, SIGNATURES);
        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        KeyAnswer.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    @Test
    void one_wrong_signature_by_a_listed_key_spoils_the_answer() {
        // Given
        JsonObject good = published(A, NOW, List.of(key("one"), key("two")));
        byte[] wrong = SIGNATURES.sign(JsonObject.of("{}"), A, key("two"));
        String signature = JsonObject.of(wrong)
                .object("signatures")
                .orElseThrow()
                .object("a.example")
                .orElseThrow()
                .string("ed25519:two")
                .orElseThrow();
        JsonObject signatures = good.object("signatures").orElseThrow();
        byte[] ours = signatures
                .object("a.example")
                .orElseThrow()
                .with("ed25519:two", ("\"" + signature + "\"").getBytes(StandardCharsets.UTF_8));
        JsonObject bad = JsonObject.of(good.with("signatures", signatures.with("a.example", ours)));
        // When
        KeyAnswer answer = ServerKeys.verify(bad, A, NOW, SIGNATURES);
        // Then
        assertThat(answer).isEqualTo(new KeyAnswer.Refused("its signature by ed25519:two is wrong"));
    }

    @Test
    void keys_that_are_none_are_left_out() {
        // Given
        JsonObject object = JsonObject.of("{\"server_name\":\"a.example\",\"valid_until_ts\":1,\"verify_keys\":{"
                + "\"ed25519:one\":{\"key\":\"" + key("one").verifyKey().base64() + "\"},"
                + "\"ed25519:short\":{\"key\":\"AAAA\"},\"ed25519:text\":\"x\",\"curve:a\":{\"key\":\"AAAA\"},\"x\":{}},"
                + "\"old_verify_keys\":{\"ed25519:undated\":{\"key\":\""
                + key("old").verifyKey().base64() + "\"}}}");
        JsonObject signed = JsonObject.of(SIGNATURES.sign(object, A, key("one")));
        // When
        KeyAnswer answer = ServerKeys.verify(signed, A, NOW, SIGNATURES);
        // Then
        assertThat(answer).isInstanceOfSatisfying(KeyAnswer.Verified.class, verified -> {
            assertThat(verified.keys().verifyKeys()).containsOnlyKeys(id("one"));
            assertThat(verified.keys().oldVerifyKeys()).isEmpty();
        });
    }
}
