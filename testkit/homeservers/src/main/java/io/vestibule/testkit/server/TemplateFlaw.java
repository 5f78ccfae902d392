package io.vestibule.testkit.server;

import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/** A way in which the answer to make_join or make_leave can be one that nobody may sign. */
public enum TemplateFlaw {
    /** The event is for another room. */
    WRONG_ROOM(answer -> event(answer, "room_id", "!another:room.example")),
    /** Somebody else is the sender. */
    WRONG_SENDER(answer -> event(answer, "sender", "@mallory:liar.example")),
    /** Somebody else's membership would change. */
    WRONG_STATE_KEY(answer -> event(answer, "state_key", "@mallory:liar.example")),
    /** Not a member event. */
    WRONG_TYPE(answer -> event(answer, "type", "m.room.power_levels")),
    /** A ban instead of what was asked for. */
    WRONG_MEMBERSHIP(answer -> {
        event(answer).getJsonObject("content").put("membership", "ban");
        return answer;
    }),
    /** A version other than that of the invite. */
    OTHER_ROOM_VERSION(answer -> answer.put("room_version", otherThan(answer.getString("room_version")))),
    /** A version that nobody asked for. */
    UNKNOWN_ROOM_VERSION(answer -> answer.put("room_version", "org.example.never")),
    /** Authorisation events that are not there. */
    NO_AUTH_EVENTS(answer -> {
        event(answer).remove("auth_events");
        return answer;
    }),
    /** Authorisation events that are not a list. */
    AUTH_EVENTS_NOT_A_LIST(answer -> event(answer, "auth_events", "all of them")),
    /** No event at all. */
    NO_EVENT(answer -> {
        answer.remove("event");
        return answer;
    });

    private final UnaryOperator<JsonObject> change;

    TemplateFlaw(UnaryOperator<JsonObject> change) {
        this.change = change;
    }

    JsonObject spoil(JsonObject answer) {
        return change.apply(answer.copy());
    }

    private static JsonObject event(JsonObject answer) {
        return answer.getJsonObject("event");
    }

    private static JsonObject event(JsonObject answer, String key, String value) {
        event(answer).put(key, value);
        return answer;
    }

    private static String otherThan(String version) {
        return version.equals("9") ? "10" : "9";
    }
}
