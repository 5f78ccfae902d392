package io.vestibule.matrix.api;

import static io.vestibule.matrix.api.MatrixErrorCode.BAD_JSON;
import static io.vestibule.matrix.api.MatrixErrorCode.INVALID_PARAM;
import static io.vestibule.matrix.api.MatrixErrorCode.MISSING_PARAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SendTransactionV1Test {

    private static final String HEAD = "'origin':'a.example','origin_server_ts':1";

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("{" + HEAD + "}", MISSING_PARAM, "pdus is missing"),
                arguments("{'origin':'a.example','pdus':[]}", MISSING_PARAM, "origin_server_ts is missing"),
                arguments("{'origin_server_ts':1,'pdus':[]}", MISSING_PARAM, "origin is missing"),
                arguments("{'origin':'?','origin_server_ts':1,'pdus':[]}", INVALID_PARAM, "origin \"?\""),
                arguments("{'origin':'a.example','origin_server_ts':1.5,'pdus':[]}", BAD_JSON, "not an integer"),
                arguments("{" + HEAD + ",'pdus':{}}", BAD_JSON, "pdus is not an array"),
                arguments("{" + HEAD + ",'pdus':[{},1]}", BAD_JSON, "pdus[1] is not an object"),
                arguments("{" + HEAD + ",'pdus':[" + "{},".repeat(50) + "{}]}", INVALID_PARAM, "more than 50"),
                arguments("{" + HEAD + ",'pdus':[],'edus':[" + "{},".repeat(100) + "{}]}", INVALID_PARAM, "than 100"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_transaction_of_the_wrong_shape_names_the_culprit(String body, MatrixErrorCode errcode, String culprit) {
        // When
        Decoded<SendTransactionV1.Request> decoded = decode(body);
        // Then
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Refused.class, refused -> {
            assertThat(refused.error().errcode()).isEqualTo(errcode);
            assertThat(refused.error().message()).contains(culprit);
        });
    }

    @Test
    void a_transaction_with_edus_is_read_back_as_it_was_written() {
        // Given
        SendTransactionV1.Request request = new SendTransactionV1.Request(
                "vestibule-1/ä", ServerName.of("a.example"), 17, List.of(json("{'a':1}")), List.of(json("{'b':2}")));
        // When
        ApiRequest sent = SendTransactionV1.encode(request);
        // Then
        assertThat(sent.target().raw()).isEqualTo("/_matrix/federation/v1/send/vestibule-1%2F%C3%A4");
        assertThat(new String(sent.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"edus\":[{\"b\":2}],\"origin\":\"a.example\",\"origin_server_ts\":17,\"pdus\":[{\"a\":1}]}");
    }

    @Test
    void a_transaction_that_is_too_large_is_not_even_made() {
        // Given
        List<JsonObject> many = Collections.nCopies(51, json("{}"));
        // When, Then
        assertThatThrownBy(() -> new SendTransactionV1.Request("t", ServerName.of("a.example"), 0, many, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("51 PDUs");
    }

    @Test
    void an_answer_without_results_is_malformed() {
        // When
        Answer<SendTransactionV1.Response> answer =
                SendTransactionV1.read(new ApiResponse(200, "{}".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(answer).isEqualTo(new Answer.Malformed<>("pdus is missing"));
    }

    private static Decoded<SendTransactionV1.Request> decode(String body) {
        PathParameters path = SendTransactionV1.ENDPOINT
                .match(new RequestTarget("/_matrix/federation/v1/send/t"))
                .orElseThrow();
        return SendTransactionV1.decode(path, json(body));
    }

    private static JsonObject json(String text) {
        return JsonObject.of(text.replace('\'', '"'));
    }
}
