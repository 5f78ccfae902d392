package io.vestibule.testkit.room;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;

/**
 * An event of a room.
 *
 * @param id its ID
 * @param json the signed event as it stands on the wire; not to be changed, see {@link #copy()}
 */
public record RoomEvent(EventId id, JsonObject json) {

    /** @return a copy of the event to change or to send */
    public JsonObject copy() {
        return json.copy();
    }

    /** @return whether the event is of that type */
    public boolean isA(String type) {
        return type().equals(type);
    }

    String type() {
        return json.getString("type");
    }

    String stateKey() {
        return json.getString("state_key", "");
    }

    /** @return the {@code membership} of a member event, empty for others */
    public String membership() {
        return json.getJsonObject("content").getString("membership", "");
    }

    /** @return the four fields that clients see of a state event */
    public JsonObject stripped() {
        return new JsonObject()
                .put("type", type())
                .put("state_key", stateKey())
                .put("sender", json.getString("sender"))
                .put("content", json.getJsonObject("content").copy());
    }
}
