package io.vestibule.testkit.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/** A way in which the answer to send_join can be one that nobody may import as it is. */
public enum JoinFlaw {
    /** The state has no create event. */
    NO_CREATE(answer -> answer.put("state", without(answer.getJsonArray("state"), "m.room.create"))),
    /** The create event names another room version. */
    OTHER_ROOM_VERSION(answer -> {
        create(answer).getJsonObject("content").put("room_version", "1");
        return answer;
    }),
    /** Every signature in the state is another one. */
    WRONG_SIGNATURES(answer -> {
        answer.getJsonArray("state").forEach(event -> spoilSignatures((JsonObject) event));
        return answer;
    }),
    /** Members are left out though nobody asked for that. */
    MEMBERS_OMITTED(answer -> answer.put("members_omitted", true)),
    /** No state at all. */
    NO_STATE(answer -> {
        answer.remove("state");
        return answer;
    });

    private final UnaryOperator<JsonObject> change;

    JoinFlaw(UnaryOperator<JsonObject> change) {
        this.change = change;
    }

    JsonObject spoil(JsonObject answer) {
        return change.apply(answer.copy());
    }

    private static JsonArray without(JsonArray events, String type) {
        JsonArray kept = new JsonArray();
        events.stream()
                .filter(event -> !((JsonObject) event).getString("type").equals(type))
                .forEach(kept::add);
        return kept;
    }

    private static JsonObject create(JsonObject answer) {
        return answer.getJsonArray("state").stream()
                .map(JsonObject.class::cast)
                .filter(event -> event.getString("type").equals("m.room.create"))
                .findFirst()
                .orElseThrow();
    }

    private static void spoilSignatures(JsonObject event) {
        JsonObject signatures = event.getJsonObject("signatures");
        for (String server : signatures.fieldNames()) {
            JsonObject keys = signatures.getJsonObject(server);
            for (String key : keys.fieldNames()) {
                keys.put(key, "A".repeat(86));
            }
        }
    }
}
