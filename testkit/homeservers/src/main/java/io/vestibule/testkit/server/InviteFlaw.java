package io.vestibule.testkit.server;

import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/** A way in which the answer to an invite can be one that nobody may take. */
public enum InviteFlaw {
    /** A part of the content that redaction would drop, so that ID and signatures still fit. */
    CHANGED_CONTENT(event -> {
        event.getJsonObject("content").put("reason", "as the liar likes it");
        return event;
    }),
    /** Another time, so that it is another event. */
    CHANGED_EVENT(event -> event.put("origin_server_ts", event.getLong("origin_server_ts") + 1)),
    /** The inviting server's signature is another one. */
    CHANGED_SIGNATURE(event -> {
        spoil(event, event.getString("sender"));
        return event;
    }),
    /** The invited server's own signature is wrong. */
    WRONG_SIGNATURE(event -> {
        spoil(event, event.getString("state_key"));
        return event;
    }),
    /** The invited server has not signed. */
    UNSIGNED(event -> {
        event.getJsonObject("signatures").remove(server(event.getString("state_key")));
        return event;
    });

    private final UnaryOperator<JsonObject> change;

    InviteFlaw(UnaryOperator<JsonObject> change) {
        this.change = change;
    }

    JsonObject spoil(JsonObject answer) {
        JsonObject copy = answer.copy();
        return copy.put("event", change.apply(copy.getJsonObject("event")));
    }

    private static void spoil(JsonObject event, String user) {
        JsonObject keys = event.getJsonObject("signatures").getJsonObject(server(user));
        keys.fieldNames().forEach(key -> keys.put(key, "A".repeat(86)));
    }

    private static String server(String user) {
        return user.substring(user.indexOf(':') + 1);
    }
}
