package io.vestibule.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.Topics;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi.json} is made from the catalogue, and whole. */
class AsyncApiTest {

    private final JsonObject document = new JsonObject(AsyncApi.json());

    @Test
    void the_document_is_what_the_catalogue_says() {
        DeployFiles.assertMade("docs/asyncapi.json", AsyncApi.json());
    }

    @Test
    void every_reference_leads_somewhere() {
        // When
        List<String> dangling = References.danglingIn(document);

        // Then
        assertThat(dangling).isEmpty();
    }

    @Test
    void every_topic_has_its_channel_its_schema_and_a_writer() {
        for (Topic<?> topic : Topics.all()) {
            // When
            JsonObject message = document.getJsonObject("components")
                    .getJsonObject("messages")
                    .getJsonObject(topic.valueType().getSimpleName());
            Schema schema = new Schema.Parser()
                    .parse(message.getJsonObject("payload")
                            .getJsonObject("schema")
                            .encode());

            // Then
            assertThat(schema).isEqualTo(topic.schema());
            String channel = topic.name().replace('.', '_');
            assertThat(document.getJsonObject("channels").getJsonObject(channel).getString("address"))
                    .isEqualTo(topic.name());
            assertThat(document.getJsonObject("operations").fieldNames())
                    .anyMatch(operation -> operation.endsWith(".send." + channel));
        }
    }
}
