package io.vestibule.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.config.VestibuleConfig;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.InviteV1;
import io.vestibule.matrix.api.InviteV2;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.api.MatrixError;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.federation.client.FederationResult;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.xmatrix.XMatrixFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the federation's invites come to ingress: asks our own server, found as others find it, with an invite that nobody
 * has signed. Ingress refuses that at once, in words of its own; whoever else answers, the proxy leads to somebody else.
 */
final class RouteChecks {

    private static final String NAME = "routes";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final byte[] NOTHING = "{}".getBytes(UTF_8);
    private static final MatrixError REFUSAL = new XMatrixFailure.Missing().toError();

    private final VestibuleConfig config;

    RouteChecks(VestibuleConfig config) {
        this.config = config;
    }

    /** @throws InterruptedException if the calling thread is interrupted */
    Finding finding() throws InterruptedException {
        ServerName own = config.server().name();
        List<String> elsewhere = new ArrayList<>();
        List<Endpoint> endpoints = Stream.concat(
                        Stream.of(InviteV2.ENDPOINT, InviteV1.ENDPOINT), InviteWithAuth.ENDPOINTS.stream())
                .toList();
        try (FederationClient client = new FederationClient(KeyChecks.settings(config), (to, request) -> {
            throw new IllegalStateException("nothing is signed here");
        })) {
            for (Endpoint endpoint : endpoints) {
                FederationRequest request =
                        FederationRequest.put(target(endpoint), NOTHING).unsigned();
                switch (client.call(own, request, PATIENCE)) {
                    case FederationResult.Answered<FederationResponse> answered ->
                        complaint(endpoint, answered.response()).ifPresent(elsewhere::add);
                    case FederationResult.Failed<FederationResponse> failed -> {
                        return Finding.failed(
                                NAME,
                                "the federation cannot reach " + own + ": "
                                        + failed.failure().describe());
                    }
                }
            }
        }
        return elsewhere.isEmpty()
                ? Finding.ok(NAME, "all " + endpoints.size() + " invite endpoints of " + own + " lead to ingress")
                : Finding.failed(
                        NAME,
                        "not ingress answers " + String.join("; ", elsewhere)
                                + ": see deploy/reverse-proxy/routes.yaml");
    }

    private static String target(Endpoint endpoint) {
        return endpoint.template().replace("{roomId}", "!doctor").replace("{eventId}", "$doctor");
    }

    private static Optional<String> complaint(Endpoint endpoint, FederationResponse response) {
        return isIngress(response)
                ? Optional.empty()
                : Optional.of(endpoint.method() + " " + endpoint.template() + " (" + response.status() + ")");
    }

    private static boolean isIngress(FederationResponse response) {
        try {
            JsonObject body = JsonObject.parse(response.body(), JsonRules.LENIENT);
            return response.status() == REFUSAL.status() && body.holds("error", REFUSAL.message());
        } catch (InvalidJsonException notMatrix) {
            return false;
        }
    }
}
