package io.vestibule.standalone.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.kit.health.Probe;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.GetServerKeysV2;
import io.vestibule.matrix.api.InviteV1;
import io.vestibule.matrix.api.InviteWithAuth;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What ingress and the admin port answer, as OpenAPI 3.1. */
final class OpenApi {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private OpenApi() {}

    static String json() {
        JsonObject paths = new JsonObject();
        for (Endpoint endpoint : ReverseProxies.invites()) {
            paths.put(endpoint.template(), path(endpoint).put("put", invite(endpoint)));
        }
        for (Endpoint endpoint : GetServerKeysV2.SERVED) {
            paths.put(endpoint.template(), path(endpoint).put("get", keys(endpoint)));
        }
        for (Probe probe : Probe.values()) {
            paths.put("/health/" + probe.label(), new JsonObject().put("get", health(probe)));
        }
        paths.put("/metrics", new JsonObject().put("get", metrics()));
        return new JsonObject()
                        .put("openapi", "3.1.0")
                        .put(
                                "info",
                                new JsonObject()
                                        .put("title", "Vestibule: ingress and health")
                                        .put("version", "0.1.0")
                                        .put("license", new JsonObject().put("name", "Apache-2.0")))
                        .put("paths", paths)
                        .put("components", OpenApiParts.components())
                        .encodePrettily()
                + "\n";
    }

    private static JsonObject path(Endpoint endpoint) {
        JsonArray parameters = new JsonArray();
        for (MatchResult parameter :
                PARAMETER.matcher(endpoint.template()).results().toList()) {
            parameters.add(new JsonObject()
                    .put("name", parameter.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .put("schema", new JsonObject().put("type", "string")));
        }
        JsonObject path = new JsonObject();
        return parameters.isEmpty() ? path : path.put("parameters", parameters);
    }

    private static JsonObject invite(Endpoint endpoint) {
        String version = endpoint.equals(InviteV1.ENDPOINT)
                ? "InviteV1"
                : InviteWithAuth.ENDPOINTS.contains(endpoint) ? "InviteWithAuth" : "InviteV2";
        JsonObject responses =
                new JsonObject().put("200", answer("Kept on Kafka; the event with our signature.", version + "Answer"));
        OpenApiParts.REFUSALS.forEach((status, meaning) -> responses.put(status, answer(meaning, "MatrixError")));
        JsonObject operation = new JsonObject()
                .put("operationId", operationId(endpoint))
                .put("summary", "Another homeserver invites one of our users.")
                .put("tags", new JsonArray().add("federation"))
                .put("security", new JsonArray().add(new JsonObject().put("x-matrix", new JsonArray())))
                .put("requestBody", OpenApiParts.body(version + "Request"))
                .put("responses", responses);
        return endpoint.equals(InviteV1.ENDPOINT) ? operation.put("deprecated", true) : operation;
    }

    private static JsonObject keys(Endpoint endpoint) {
        return new JsonObject()
                .put("operationId", operationId(endpoint))
                .put("summary", "Our signing keys, where ingress.serve-keys is true.")
                .put("tags", new JsonArray().add("federation"))
                .put("security", new JsonArray())
                .put("responses", new JsonObject().put("200", answer("The keys, signed by themselves.", "ServerKeys")));
    }

    private static JsonObject health(Probe probe) {
        return new JsonObject()
                .put("operationId", "health" + probe.label())
                .put("summary", OpenApiParts.meaning(probe))
                .put("tags", new JsonArray().add("admin"))
                .put("security", new JsonArray())
                .put(
                        "responses",
                        new JsonObject()
                                .put("200", answer("Every check is up.", "Health"))
                                .put("503", answer("A check is down; it says why.", "Health")));
    }

    private static JsonObject metrics() {
        JsonObject text = new JsonObject()
                .put("text/plain", new JsonObject().put("schema", new JsonObject().put("type", "string")));
        return new JsonObject()
                .put("operationId", "metrics")
                .put("summary", "Every metric in Prometheus's text format.")
                .put("tags", new JsonArray().add("admin"))
                .put("security", new JsonArray())
                .put(
                        "responses",
                        new JsonObject()
                                .put(
                                        "200",
                                        new JsonObject()
                                                .put("description", "The metrics.")
                                                .put("content", text)));
    }

    private static JsonObject answer(String meaning, String schema) {
        return new JsonObject().put("description", meaning).put("content", OpenApiParts.json(schema));
    }

    private static String operationId(Endpoint endpoint) {
        return endpoint.method().toLowerCase(java.util.Locale.ROOT)
                + String.join(
                        "",
                        List.of(endpoint.template().split("[/{}._]+")).stream()
                                .filter(part -> !part.isEmpty() && !part.equals("matrix"))
                                .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                                .toList());
    }
}
