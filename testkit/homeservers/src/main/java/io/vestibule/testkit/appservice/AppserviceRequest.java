package io.vestibule.testkit.appservice;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A request as an application service got it. Immutable.
 *
 * @param method the method
 * @param path the path, still encoded, without the query
 * @param query the query, empty for none
 * @param headers the headers, names in lower case
 * @param body the body
 * @param answered the status that was answered
 */
public record AppserviceRequest(
        String method, String path, String query, Map<String, String> headers, String body, int answered) {

    public AppserviceRequest {
        headers = Map.copyOf(headers);
    }

    /** @return whether it carries a transaction, on either path */
    public boolean isTransaction() {
        return path.contains("/transactions/");
    }

    /** @return the last segment of the path: a transaction ID or a user */
    public String subject() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** @return the events of a transaction */
    public List<JsonObject> events() {
        return new JsonObject(body)
                .getJsonArray("events").stream().map(JsonObject.class::cast).toList();
    }

    /** @return the event IDs of a transaction */
    public List<String> eventIds() {
        return events().stream().map(event -> event.getString("event_id")).toList();
    }
}
