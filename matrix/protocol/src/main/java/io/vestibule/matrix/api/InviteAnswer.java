package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;

/** The object {@code {"event": …}} that every version of the invite endpoint answers with. */
final class InviteAnswer {

    private static final int AROUND_THE_EVENT = 10;

    private InviteAnswer() {}

    static byte[] object(byte[] signedEvent) {
        return new JsonWriter(signedEvent.length + AROUND_THE_EVENT)
                .beginObject()
                .field("event", signedEvent)
                .endObject()
                .toBytes();
    }

    static JsonObject event(JsonObject body) throws Refusal {
        return Body.object(body, "event");
    }
}
