package io.vestibule.matrix.api;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonBoolean;
import io.vestibule.matrix.json.JsonNumber;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a body, with the errors that a server answers with: what is missing, what has the wrong type. */
public final class Body {

    private Body() {}

    /**
     * Reads a request's body, once for both its signature and its fields. Numbers are judged leniently: what a room version
     * allows in its events is for the reader of the event to say.
     *
     * @param bytes the whole body; kept, not copied
     * @return the object, or 400 {@code M_NOT_JSON}, or 400 {@code M_BAD_JSON}
     */
    public static Decoded<JsonObject> parse(byte[] bytes) {
        return Reading.decoded(() -> object(bytes));
    }

    /**
     * The same for a body that may be nested so deep and no deeper.
     *
     * @param bytes the whole body; kept, not copied
     * @param maxDepth the most objects and arrays inside one another
     * @param tooDeep runs where it is nested deeper, which is 400 {@code M_BAD_JSON}
     * @return the object, or 400 {@code M_NOT_JSON}, or 400 {@code M_BAD_JSON}
     */
    public static Decoded<JsonObject> parse(byte[] bytes, int maxDepth, Runnable tooDeep) {
        return Reading.decoded(() -> {
            try {
                return JsonObject.parseBody(bytes, JsonRules.LENIENT, maxDepth);
            } catch (InvalidJsonException invalid) {
                if (invalid.kind() == InvalidJsonException.Kind.TOO_DEEP) {
                    tooDeep.run();
                }
                throw refusal(invalid);
            }
        });
    }

    static JsonObject object(byte[] bytes) throws Refusal {
        try {
            return JsonObject.parseBody(bytes, JsonRules.LENIENT, JsonObject.MAX_DEPTH);
        } catch (InvalidJsonException invalid) {
            throw refusal(invalid);
        }
    }

    static Refusal refusal(InvalidJsonException invalid) {
        return new Refusal(
                invalid.isWellFormed() ? MatrixErrorCode.BAD_JSON : MatrixErrorCode.NOT_JSON,
                "the body is invalid: " + invalid.getMessage());
    }

    static JsonValue required(JsonObject body, String name) throws Refusal {
        return body.get(name).orElseThrow(() -> Refusal.missing(name));
    }

    static JsonObject object(JsonObject body, String name) throws Refusal {
        return object(required(body, name), name);
    }

    static JsonObject object(JsonValue value, String name) throws Refusal {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw Refusal.wrongType(name, "an object");
    }

    static String string(JsonObject body, String name) throws Refusal {
        return string(required(body, name), name);
    }

    static String string(JsonValue value, String name) throws Refusal {
        if (value instanceof JsonString string) {
            return string.value();
        }
        throw Refusal.wrongType(name, "a string");
    }

    static long integer(JsonObject body, String name) throws Refusal {
        if (required(body, name) instanceof JsonNumber number
                && number.integer().isPresent()) {
            return number.integer().getAsLong();
        }
        throw Refusal.wrongType(name, "an integer");
    }

    static boolean flag(JsonObject body, String name) throws Refusal {
        return switch (body.get(name).orElse(null)) {
            case null -> false;
            case JsonBoolean flag -> flag.value();
            case JsonValue other -> throw Refusal.wrongType(name, "a boolean");
        };
    }

    static @Nullable JsonObject optionalObject(JsonObject body, String name) throws Refusal {
        return body.has(name) ? object(body, name) : null;
    }

    /** The elements of a list of objects; a list that is not there is empty. */
    static List<JsonObject> objects(JsonObject body, String name, int most) throws Refusal {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue value : list(body, name)) {
            if (objects.size() == most) {
                throw Refusal.invalid(name + " has more than " + most + " entries");
            }
            objects.add(object(value, name + "[" + objects.size() + "]"));
        }
        return List.copyOf(objects);
    }

    static Iterable<JsonValue> list(JsonObject body, String name) throws Refusal {
        return switch (body.get(name).orElse(null)) {
            case null -> List.of();
            case JsonArray list -> list;
            case JsonValue other -> throw Refusal.wrongType(name, "an array");
        };
    }

    static RoomVersionId roomVersion(String value) throws Refusal {
        return RoomVersionId.parse(value)
                .orElseThrow(() -> Refusal.invalid("room_version " + Shown.of(value) + " is not a room version"));
    }

    static void write(JsonWriter writer, String name, List<JsonObject> objects) {
        writer.name(name).beginArray();
        objects.forEach(writer::value);
        writer.endArray();
    }
}
