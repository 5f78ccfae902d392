package io.vestibule.standalone.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.kit.health.Probe;
import java.util.Map;
import java.util.TreeMap;

/** The parts of the OpenAPI document that are written by hand: schemas and what statuses mean. */
final class OpenApiParts {

    /** The refusals of an invite by status. */
    static final Map<String, String> REFUSALS = new TreeMap<>(Map.of(
            "400", "The invite is wrong: M_BAD_JSON, M_MISSING_PARAM, M_INVALID_PARAM, M_INCOMPATIBLE_ROOM_VERSION.",
            "401", "The request is not signed by the server that it names: M_UNAUTHORIZED.",
            "403", "The user does not exist or takes no invites: M_FORBIDDEN, M_INVITE_BLOCKED.",
            "413", "The invite and its state are too large: M_TOO_LARGE.",
            "503", "Not kept: try again. Nothing has been recorded."));

    private OpenApiParts() {}

    static String meaning(Probe probe) {
        return switch (probe) {
            case LIVE -> "Is the process sane? 503 means: restart it.";
            case READY -> "Can it serve now? 503 means: send it nothing.";
            case STARTUP -> "Has it started, its stores included?";
        };
    }

    static JsonObject body(String schema) {
        return new JsonObject().put("required", true).put("content", json(schema));
    }

    static JsonObject json(String schema) {
        return new JsonObject().put("application/json", new JsonObject().put("schema", reference(schema)));
    }

    static JsonObject components() {
        JsonObject schemas = new JsonObject()
                .put("Event", object("A PDU in the format of its room version, signed by its sender's server."))
                .put("StrippedState", object("An event, whole (MSC4311) or with sender, type, state_key and content."))
                .put(
                        "Via",
                        array(new JsonObject().put("type", "string"))
                                .put("description", "MSC4125: servers to join through, in this order."))
                .put("InviteV1Request", reference("Event"))
                .put(
                        "InviteV1Answer",
                        new JsonObject()
                                .put("type", "array")
                                .put(
                                        "prefixItems",
                                        new JsonArray()
                                                .add(new JsonObject().put("const", 200))
                                                .add(eventAlone()))
                                .put("items", false))
                .put("InviteV2Request", request())
                .put("InviteV2Answer", eventAlone())
                .put("InviteWithAuthRequest", withAuth())
                .put("InviteWithAuthAnswer", eventAlone())
                .put("ServerKeys", object("As the specification has it."))
                .put(
                        "MatrixError",
                        required(new JsonObject().put("errcode", text()).put("error", text()), "errcode", "error"))
                .put("Health", health());
        JsonObject signed = new JsonObject()
                .put("type", "http")
                .put("scheme", "X-Matrix")
                .put("description", "The signature of the calling server over method, target, destination and body.");
        return new JsonObject()
                .put("schemas", schemas)
                .put("securitySchemes", new JsonObject().put("x-matrix", signed));
    }

    private static JsonObject request() {
        JsonObject properties = new JsonObject()
                .put("room_version", text())
                .put("event", reference("Event"))
                .put("invite_room_state", array(reference("StrippedState")))
                .put("via", reference("Via"))
                .put("org.matrix.msc4125.via", reference("Via"));
        return required(properties, "room_version", "event");
    }

    private static JsonObject withAuth() {
        JsonObject properties = new JsonObject()
                .put("event", reference("Event"))
                .put("invite_room_state", array(reference("StrippedState")))
                .put("state", array(reference("Event")).put("description", "With the room's m.room.create event."))
                .put("via", reference("Via"))
                .put("org.matrix.msc4125.via", reference("Via"));
        return required(properties, "event", "state");
    }

    private static JsonObject eventAlone() {
        return required(new JsonObject().put("event", reference("Event")), "event");
    }

    private static JsonObject health() {
        JsonObject status =
                new JsonObject().put("enum", new JsonArray().add("up").add("down"));
        JsonObject check = required(
                new JsonObject().put("name", text()).put("status", status).put("reason", text()), "name", "status");
        return required(new JsonObject().put("status", status.copy()).put("checks", array(check)), "status", "checks");
    }

    private static JsonObject required(JsonObject properties, String... names) {
        JsonArray required = new JsonArray();
        for (String name : names) {
            required.add(name);
        }
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required);
    }

    private static JsonObject object(String help) {
        return new JsonObject().put("type", "object").put("description", help);
    }

    private static JsonObject array(JsonObject items) {
        return new JsonObject().put("type", "array").put("items", items);
    }

    private static JsonObject text() {
        return new JsonObject().put("type", "string");
    }

    private static JsonObject reference(String schema) {
        return new JsonObject().put("$ref", "#/components/schemas/" + schema);
    }
}
