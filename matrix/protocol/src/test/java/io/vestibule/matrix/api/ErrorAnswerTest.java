package io.vestibule.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomVersionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorAnswerTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            404, {"errcode":"M_UNRECOGNIZED"},          true
            405, {"errcode":"M_UNRECOGNIZED"},          true
            400, {"errcode":"M_UNRECOGNIZED"},          true
            404, ``,                                    true
            405, <html>Not Allowed</html>,              true
            404, `["M_UNRECOGNIZED"]`,                  true
            404, {"errcode":"M_NOT_FOUND"},             false
            404, {},                                    false
            400, ``,                                    false
            400, {"errcode":"M_BAD_JSON"},              false
            403, {"errcode":"M_UNRECOGNIZED"},          false
            500, {"errcode":"M_UNRECOGNIZED"},          false
            502, <html>Bad Gateway</html>,              false
            """)
    void an_endpoint_is_unknown_only_by_the_strict_rule(int status, String body, boolean unknown) {
        // When
        ErrorAnswer answer = read(status, body);
        // Then
        assertThat(answer.isEndpointUnknown()).isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            403, {"errcode":"M_FORBIDDEN"},    true
            403, {"errcode":"M_UNKNOWN"},      false
            403, {},                           false
            403, <html>,                       false
            401, {"errcode":"M_FORBIDDEN"},    false
            """)
    void only_403_with_m_forbidden_is_forbidden(int status, String body, boolean forbidden) {
        // When
        ErrorAnswer answer = read(status, body);
        // Then
        assertThat(answer.isForbidden()).isEqualTo(forbidden);
    }

    @Test
    void what_an_error_adds_is_read_back() {
        // Given
        MatrixError limited = MatrixError.limitExceeded(Duration.ofMillis(1500));
        MatrixError incompatible = MatrixError.incompatibleRoomVersion("13");
        // When
        ErrorAnswer first = ErrorAnswer.read(limited.toResponse());
        ErrorAnswer second = ErrorAnswer.read(incompatible.toResponse());
        // Then
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.retryAfter()).contains(Duration.ofMillis(1500));
        assertThat(second.is(MatrixErrorCode.INCOMPATIBLE_ROOM_VERSION)).isTrue();
        assertThat(second.roomVersion()).contains(RoomVersionId.of("13"));
        assertThat(second.message()).contains("\"13\"");
    }

    @Test
    void fields_of_wrong_types_are_as_if_they_were_missing() {
        // When
        ErrorAnswer answer = read(429, "{\"errcode\":7,\"error\":[],\"room_version\":{},\"retry_after_ms\":\"1\"}");
        // Then
        assertThat(answer.errcode()).isEmpty();
        assertThat(answer.message()).isEmpty();
        assertThat(answer.roomVersion()).isEmpty();
        assertThat(answer.retryAfter()).isEmpty();
    }

    @Test
    void a_long_text_is_cut_between_characters() {
        // When
        ErrorAnswer answer = read(500, "{\"error\":\"" + "😀".repeat(600) + "\"}");
        // Then
        assertThat(answer.message()).isEqualTo("😀".repeat(500));
    }

    @Test
    void a_message_about_a_strangers_string_can_always_be_written() {
        // Given
        MatrixError error = MatrixError.incompatibleRoomVersion("😀".repeat(200));
        // When
        String body = new String(error.toBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(body).contains("😀…").contains("M_INCOMPATIBLE_ROOM_VERSION");
    }

    private static ErrorAnswer read(int status, String body) {
        return ErrorAnswer.read(new ApiResponse(status, body.getBytes(StandardCharsets.UTF_8)));
    }
}
