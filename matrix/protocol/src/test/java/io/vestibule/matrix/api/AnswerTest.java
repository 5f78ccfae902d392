package io.vestibule.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            <html>                                        | the body is invalid
            []                                            | not an object
            {}                                            | event is missing
            {"event":"x"}                                 | event is not an object
            {"event":{},"room_version":1}                 | room_version is not a string
            {"event":{},"room_version":"?"}               | room_version "?" is not a room version
            """)
    void a_template_of_the_wrong_shape_is_malformed_and_names_the_culprit(String body, String culprit) {
        // When
        Answer<TemplateOffer> answer = MakeJoinV1.read(ok(body));
        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Malformed.class,
                        malformed -> assertThat(malformed.why()).contains(culprit));
    }

    @Test
    void a_template_may_leave_its_room_version_out() {
        // When
        Answer<TemplateOffer> answer = MakeLeaveV1.read(ok("{\"event\":{}}"));
        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Success.class,
                        success -> assertThat(((TemplateOffer) success.value()).roomVersion())
                                .isNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":{}}",
                "[{\"event\":{}}]",
                "[200]",
                "[201,{\"event\":{}}]",
                "[\"200\",{\"event\":{}}]",
                "[200,{\"event\":{}},{}]",
                "[200,{\"event\":{}}],\"more\":[1]",
                "[200,{\"event\":[]}]",
                "[200,[]]",
                ""
            })
    void only_a_status_and_an_object_are_the_answer_of_version_1(String body) {
        // When
        Answer<JsonObject> answer = InviteV1.read(ok(body));
        // Then
        assertThat(answer).isInstanceOf(Answer.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 400, 403, 404, 500})
    void any_other_status_is_a_failure_whatever_the_body(int status) {
        // When
        Answer<JsonObject> answer =
                InviteV2.read(new ApiResponse(status, "{\"event\":{}}".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.error().status()).isEqualTo(status));
    }

    private static ApiResponse ok(String body) {
        return new ApiResponse(200, body.getBytes(StandardCharsets.UTF_8));
    }
}
