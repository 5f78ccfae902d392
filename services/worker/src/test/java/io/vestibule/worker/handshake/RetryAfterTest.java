package io.vestibule.worker.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.ErrorAnswer;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.ResponseHead;
import io.vestibule.worker.walk.ServerOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "'{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":2500}', 7,   2500",
        "'{\"errcode\":\"M_LIMIT_EXCEEDED\"}',                       7,   7000",
        "'no json',                                                    7,   7000",
        "'{\"errcode\":\"M_LIMIT_EXCEEDED\"}',                       '',  1000",
        "'{\"errcode\":\"M_LIMIT_EXCEEDED\"}',                       -7,  1000",
        "'{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":-1}', 7,   7000"
    })
    void a_server_that_limits_the_rate_is_left_alone_for_as_long_as_it_asks(String body, String header, long millis) {
        // Given
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ErrorAnswer error = ErrorAnswer.read(new ApiResponse(429, bytes));
        FederationResponse response = new FederationResponse(
                new ResponseHead(429, header.isEmpty() ? Map.of() : Map.of("retry-after", header)), bytes);
        // When
        ServerOutcome outcome = Peers.declined(error, response);
        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ServerOutcome.RateLimited.class,
                        limited -> assertThat(limited.retryAfter()).isEqualTo(Duration.ofMillis(millis)));
    }
}
