package io.vestibule.matrix.api;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * What {@code make_join} and {@code make_leave} answer with: an event for the caller to complete and to sign.
 *
 * @param roomVersion the room's version; null if the server does not say, which means version 1 or 2
 * @param event the template, unsigned and without hashes; nothing in it is checked
 */
public record TemplateOffer(@Nullable RoomVersionId roomVersion, JsonObject event) {

    static TemplateOffer of(JsonObject body) throws Refusal {
        return new TemplateOffer(
                body.has("room_version") ? Body.roomVersion(Body.string(body, "room_version")) : null,
                Body.object(body, "event"));
    }

    byte[] toBytes() {
        JsonWriter body = new JsonWriter().beginObject().field("event", event);
        if (roomVersion != null) {
            body.field("room_version", roomVersion.value());
        }
        return body.endObject().toBytes();
    }
}
