package io.vestibule.testkit.room;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;
import java.util.List;

/** Reading the citations of an event in either form: plain IDs, or pairs of ID and hash (room versions 1 and 2). */
public final class EventCitations {

    private EventCitations() {}

    /** @return the IDs in {@code auth_events} */
    public static List<EventId> authEvents(JsonObject event) {
        return ids(event.getJsonArray("auth_events", new JsonArray()));
    }

    /** @return the IDs in {@code prev_events} */
    public static List<EventId> prevEvents(JsonObject event) {
        return ids(event.getJsonArray("prev_events", new JsonArray()));
    }

    private static List<EventId> ids(JsonArray citations) {
        return citations.stream()
                .map(entry -> entry instanceof JsonArray pair ? pair.getString(0) : (String) entry)
                .map(EventId::of)
                .toList();
    }
}
