package io.vestibule.interop.shim;

import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Federation calls in one server's name. Thread-safe.
 *
 * @param client signs and makes them
 */
record SignedCalls(FederationClient client) {

    private static final Duration BUDGET = Duration.ofSeconds(30);

    /** @return the answer, whatever its status */
    FederationResponse call(ServerName server, FederationRequest request) {
        try {
            return switch (client.call(server, request, BUDGET)) {
                case FederationResult.Failed<FederationResponse> failed ->
                    throw new IllegalStateException(request + " at " + server + ": " + failed);
                case FederationResult.Answered<FederationResponse> answered -> answered.response();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @return the body of an answer that must be a success */
    JsonObject ok(ServerName server, FederationRequest request) {
        FederationResponse response = call(server, request);
        if (response.status() != 200) {
            throw new IllegalStateException(
                    request + " at " + server + " answered " + response.status() + " " + response);
        }
        return JsonObject.of(response.body());
    }

    /** @return the value as a segment of a path */
    static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
