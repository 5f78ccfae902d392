package io.vestibule.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;

/** Turns what a registry answers, or fails to answer, into Kafka's exceptions. */
final class RegistryErrors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> RETRIED = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<Integer> NOT_FOUND_CODES = Set.of(40401, 40402, 40403, 40404, 40406);

    private RegistryErrors() {}

    /** @return whether the same request may succeed a moment later */
    static boolean retried(int status) {
        return RETRIED.contains(status);
    }

    /** @return the exception for an answer other than 200, 204 and 207 */
    static KafkaException of(String request, int status, byte[] body) {
        Problem problem = Problem.parse(body);
        String message = request + " answered " + status + " (" + problem.code() + "): " + problem.text();
        return switch (status) {
            case 401 -> new AuthenticationException(message);
            case 403 -> new AuthorizationException(message);
            case 408, 500, 503, 504 -> new TimeoutException(message);
            case 429 -> new ThrottlingQuotaExceededException(message);
            case 502 -> new DisconnectException(message);
            case 404 ->
                NOT_FOUND_CODES.contains(problem.code())
                        ? new SchemaNotFoundException(message)
                        : new RegistryRefusedException(message, status, problem.code());
            default -> new RegistryRefusedException(message, status, problem.code());
        };
    }

    /** @return the exception for a request that got no answer */
    static KafkaException of(String request, IOException failure) {
        String message = request + " got no answer: " + failure;
        return failure instanceof HttpTimeoutException
                ? new TimeoutException(message, failure)
                : new DisconnectException(message, failure);
    }

    private record Problem(int code, String text) {

        /** Confluent's number for an answer without a body of its own. */
        private static final int NO_CODE = 50005;

        private static final int LONGEST = 500;

        static Problem parse(byte[] body) {
            try {
                JsonNode json = JSON.readTree(new String(body, StandardCharsets.UTF_8));
                if (json != null && json.path("error_code").isInt()) {
                    return new Problem(
                            json.path("error_code").asInt(),
                            json.path("message").asText());
                }
            } catch (JsonProcessingException notJson) {
                return new Problem(NO_CODE, "not JSON");
            }
            String text = new String(body, StandardCharsets.UTF_8);
            return new Problem(NO_CODE, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        }
    }
}
