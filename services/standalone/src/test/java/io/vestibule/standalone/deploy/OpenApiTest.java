package io.vestibule.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/openapi.json} is made from the endpoints that are served, and whole. */
class OpenApiTest {

    private final JsonObject document = new JsonObject(OpenApi.json());

    @Test
    void the_document_is_what_the_endpoints_say() {
        DeployFiles.assertMade("docs/openapi.json", OpenApi.json());
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(References.danglingIn(document)).isEmpty();
    }

    @Test
    void operations_have_names_of_their_own_and_answers() {
        // When
        List<JsonObject> operations = document.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream().filter(entry -> !entry.getKey().equals("parameters")))
                .map(entry -> (JsonObject) entry.getValue())
                .toList();

        // Then
        assertThat(operations)
                .hasSizeGreaterThan(8)
                .allSatisfy(operation -> assertThat(
                                operation.getJsonObject("responses").fieldNames())
                        .contains("200"));
        assertThat(operations.stream().map(operation -> operation.getString("operationId")))
                .doesNotHaveDuplicates();
    }
}
