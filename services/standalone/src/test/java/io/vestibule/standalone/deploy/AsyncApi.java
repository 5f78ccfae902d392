package io.vestibule.standalone.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.schemas.catalog.Topic;
import io.vestibule.schemas.catalog.TopicLayout;
import io.vestibule.schemas.catalog.Topics;
import java.util.Locale;

/** The catalogue as AsyncAPI 3.0: a channel for each topic, an operation for its writer and one for each known reader. */
final class AsyncApi {

    private AsyncApi() {}

    static String json() {
        JsonObject channels = new JsonObject();
        JsonObject operations = new JsonObject();
        JsonObject messages = new JsonObject();
        for (Topic<?> topic : Topics.all()) {
            String message = topic.valueType().getSimpleName();
            channels.put(id(topic), channel(topic, message));
            messages.put(message, message(topic));
            for (KafkaUser user : KafkaUser.values()) {
                if (user.writes().contains(topic)) {
                    operations.put(operation("send", topic, user), operation("send", topic));
                }
                if (user.reads().contains(topic)) {
                    operations.put(operation("receive", topic, user), operation("receive", topic));
                }
            }
        }
        return new JsonObject()
                        .put("asyncapi", "3.0.0")
                        .put("info", info())
                        .put("defaultContentType", "application/vnd.apache.avro")
                        .put("channels", channels)
                        .put("operations", operations)
                        .put("components", new JsonObject().put("messages", messages))
                        .encodePrettily()
                + "\n";
    }

    private static JsonObject info() {
        return new JsonObject()
                .put("title", "Vestibule")
                .put("version", "0.1.0")
                .put(
                        "description",
                        "The topics of Vestibule, without a deployment's prefix. Keys are raw UTF-8; values are Avro in"
                                + " Confluent's wire format under the subject <topic>-value.")
                .put("license", new JsonObject().put("name", "Apache-2.0"));
    }

    private static JsonObject channel(Topic<?> topic, String message) {
        JsonObject kept = new JsonObject();
        topic.keeping().topicConfig().forEach((key, value) -> {
            if (key.equals("cleanup.policy")) {
                kept.put(key, new JsonArray().add(value));
            } else if (value.matches("\\d+")) {
                kept.put(key, Long.valueOf(value));
            } else {
                kept.put(key, value);
            }
        });
        JsonObject kafka = new JsonObject()
                .put("topic", topic.name())
                .put("partitions", TopicLayout.CLUSTER_PARTITIONS)
                .put("topicConfiguration", kept)
                .put("bindingVersion", "0.5.0");
        return new JsonObject()
                .put("address", topic.name())
                .put("messages", new JsonObject().put(message, reference("#/components/messages/" + message)))
                .put("bindings", new JsonObject().put("kafka", kafka));
    }

    private static JsonObject message(Topic<?> topic) {
        JsonObject key = new JsonObject()
                .put("type", "string")
                .put("description", topic.key().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        JsonObject kafka = new JsonObject()
                .put("key", key)
                .put("schemaIdLocation", "payload")
                .put("schemaIdPayloadEncoding", "confluent")
                .put("schemaLookupStrategy", "TopicNameStrategy")
                .put("bindingVersion", "0.5.0");
        JsonObject message = new JsonObject().put("name", topic.valueType().getSimpleName());
        String help = topic.schema().getDoc();
        if (help != null) {
            message.put("summary", help);
        }
        return message.put(
                        "payload",
                        new JsonObject()
                                .put("schemaFormat", "application/vnd.apache.avro+json;version=1.9.0")
                                .put("schema", new JsonObject(topic.schema().toString())))
                .put("bindings", new JsonObject().put("kafka", kafka));
    }

    private static JsonObject operation(String action, Topic<?> topic) {
        return new JsonObject()
                .put("action", action)
                .put("channel", reference("#/channels/" + id(topic)))
                .put(
                        "messages",
                        new JsonArray()
                                .add(reference("#/channels/" + id(topic) + "/messages/"
                                        + topic.valueType().getSimpleName())));
    }

    private static String operation(String action, Topic<?> topic, KafkaUser user) {
        return user.principal() + "." + action + "." + id(topic);
    }

    /** Keys of a channel may not hold every character that a topic's name may. */
    private static String id(Topic<?> topic) {
        return topic.name().replace('.', '_');
    }

    private static JsonObject reference(String to) {
        return new JsonObject().put("$ref", to);
    }
}
