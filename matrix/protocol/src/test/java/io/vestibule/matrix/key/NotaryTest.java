package io.vestibule.matrix.key;

import static io.vestibule.matrix.key.KeyCast.A;
import static io.vestibule.matrix.key.KeyCast.SIGNATURES;
import static io.vestibule.matrix.key.KeyCast.id;
import static io.vestibule.matrix.key.KeyCast.key;
import static io.vestibule.matrix.key.KeyCast.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.api.Answer;
import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.QueryKeysOfServerV2;
import io.vestibule.matrix.api.QueryKeysV2;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotaryTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final ServerName NOTARY = ServerName.of("notary.example");
    private static final Notary KNOWN = new Notary(NOTARY, Map.of(id("n"), key("n").verifyKey()));

    @Test
    void an_answer_signed_by_its_server_and_by_the_notary_is_believed() {
        // Given
        JsonObject answer = countersigned(published(A, NOW, List.of(key("one"))), "n");
        // When
        KeyAnswer verdict = KNOWN.verify(answer, Set.of(A), NOW, SIGNATURES);
        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        KeyAnswer.Verified.class,
                        verified -> assertThat(verified.keys().server()).isEqualTo(A));
    }

    @Test
    void an_answer_without_the_notarys_signature_is_refused() {
        // When
        KeyAnswer verdict = KNOWN.verify(published(A, NOW, List.of(key("one"))), Set.of(A), NOW, SIGNATURES);
        // Then
        assertThat(verdict)
                .isEqualTo(new KeyAnswer.Refused("it is not signed by a known key of the notary notary.example"));
    }

    @Test
    void an_answer_that_an_impostor_of_the_notary_signed_is_refused() {
        // When
        KeyAnswer verdict = KNOWN.verify(
                countersigned(published(A, NOW, List.of(key("one"))), "other"), Set.of(A), NOW, SIGNATURES);
        // Then
        assertThat(verdict).isInstanceOf(KeyAnswer.Refused.class);
    }

    @Test
    void an_answer_that_its_server_did_not_sign_is_refused() {
        // Given
        JsonObject unsigned =
                JsonObject.of(published(A, NOW, List.of(key("one"))).without("signatures"));
        // When
        KeyAnswer verdict = KNOWN.verify(countersigned(unsigned, "n"), Set.of(A), NOW, SIGNATURES);
        // Then
        assertThat(verdict).isEqualTo(new KeyAnswer.Refused("it is not signed by a.example"));
    }

    @Test
    void an_answer_about_a_server_that_nobody_asked_about_is_refused() {
        // Given
        JsonObject answer = countersigned(published(A, NOW, List.of(key("one"))), "n");
        // When
        KeyAnswer verdict = KNOWN.verify(answer, Set.of(ServerName.of("b.example")), NOW, SIGNATURES);
        // Then
        assertThat(verdict).isEqualTo(new KeyAnswer.Refused("server_name is none that was asked about"));
    }

    @Test
    void a_query_for_many_servers_survives_writing_and_reading() {
        // Given
        QueryKeysV2.Request request = new QueryKeysV2.Request(Map.of(
                A, Map.of(id("one"), OptionalLong.of(17), id("two"), OptionalLong.empty()),
                NOTARY, Map.of()));
        // When
        ApiRequest sent = QueryKeysV2.encode(request);
        Decoded<QueryKeysV2.Request> read = QueryKeysV2.decode(JsonObject.of(sent.body()));
        // Then
        assertThat(new String(sent.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"server_keys\":{\"a.example\":{\"ed25519:one\":{\"minimum_valid_until_ts\":17},"
                        + "\"ed25519:two\":{}},\"notary.example\":{}}}");
        assertThat(read).isEqualTo(new Decoded.Ok<>(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"server_keys\":[]}",
                "{\"server_keys\":{\"a.example\":[]}}",
                "{\"server_keys\":{\"a.example\":{\"ed25519:a\":1}}}"
            })
    void a_query_of_the_wrong_shape_is_refused(String body) {
        // When
        Decoded<QueryKeysV2.Request> read = QueryKeysV2.decode(JsonObject.of(body));
        // Then
        assertThat(read).isInstanceOf(Decoded.Refused.class);
    }

    @Test
    void a_query_for_one_server_survives_writing_and_reading() {
        // Given
        QueryKeysOfServerV2.Request request =
                new QueryKeysOfServerV2.Request(ServerName.of("[::1]:8448"), OptionalLong.of(1_800_000_000_000L));
        // When
        ApiRequest sent = QueryKeysOfServerV2.encode(request);
        Decoded<QueryKeysOfServerV2.Request> read = QueryKeysOfServerV2.decode(
                QueryKeysOfServerV2.ENDPOINT.match(sent.target()).orElseThrow(), sent.target());
        // Then
        assertThat(sent.target().raw())
                .isEqualTo("/_matrix/key/v2/query/%5B%3A%3A1%5D%3A8448?minimum_valid_until_ts=1800000000000");
        assertThat(read).isEqualTo(new Decoded.Ok<>(request));
    }

    @Test
    void a_notarys_answer_survives_writing_and_reading() {
        // Given
        JsonObject keys = countersigned(published(A, NOW, List.of(key("one"))), "n");
        // When
        Answer<List<JsonObject>> read = QueryKeysV2.read(QueryKeysV2.answer(List.of(keys)));
        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        Answer.Success.class,
                        success -> assertThat(success.value())
                                .asInstanceOf(InstanceOfAssertFactories.LIST)
                                .singleElement()
                                .hasToString(keys.toString()));
    }

    @Test
    void an_answer_without_a_list_of_keys_is_malformed() {
        // When
        Answer<List<JsonObject>> read = QueryKeysV2.read(new ApiResponse(200, "{}".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(read).isEqualTo(new Answer.Malformed<>("server_keys is missing"));
    }

    private static JsonObject countersigned(JsonObject answer, String notaryKey) {
        return JsonObject.of(SIGNATURES.sign(answer, NOTARY, key(notaryKey)));
    }
}
