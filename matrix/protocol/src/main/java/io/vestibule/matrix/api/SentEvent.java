package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;

/**
 * A signed membership event on its way to the server that gave the template for it.
 *
 * @param path the room and the event, as the path names them
 * @param event the event, its original bytes kept
 */
public record SentEvent(EventPath path, JsonObject event) {

    ApiRequest to(Endpoint endpoint) {
        return to(endpoint, "");
    }

    ApiRequest to(Endpoint endpoint, String query) {
        return ApiRequest.of(endpoint, path.on(endpoint) + query, event.bytes());
    }

    static Decoded<SentEvent> decode(PathParameters path, JsonObject body) {
        return Reading.decoded(() -> new SentEvent(path.eventPath(), body));
    }
}
