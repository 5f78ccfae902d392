package io.vestibule.console.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonBoolean;
import io.vestibule.matrix.json.JsonNumber;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A request's JSON object, read member by member; what nobody asked for is refused in the end. Not thread-safe. */
final class Body {

    private final JsonObject json;
    private final Set<String> known = new HashSet<>();

    private Body(JsonObject json) {
        this.json = json;
    }

    static Body parse(byte[] bytes) throws BadRequest {
        try {
            return new Body(JsonObject.parse(bytes, JsonRules.LENIENT));
        } catch (InvalidJsonException malformed) {
            throw new BadRequest(
                    malformed.isWellFormed() ? "M_BAD_JSON" : "M_NOT_JSON",
                    "The body is no JSON object that can be used: " + malformed.getMessage());
        }
    }

    Optional<String> text(String name) throws BadRequest {
        Optional<JsonValue> value = get(name);
        if (value.isPresent() && !(value.get() instanceof JsonString)) {
            throw BadRequest.invalid("\"" + name + "\" must be a string");
        }
        return json.string(name);
    }

    String required(String name) throws BadRequest {
        return text(name).filter(value -> !value.isEmpty()).orElseThrow(() -> BadRequest.missing(name));
    }

    OptionalLong number(String name, long least, long most) throws BadRequest {
        Optional<JsonValue> value = get(name);
        OptionalLong number = json.integer(name);
        if (value.isPresent()
                && (!(value.get() instanceof JsonNumber)
                        || number.isEmpty()
                        || number.getAsLong() < least
                        || number.getAsLong() > most)) {
            throw BadRequest.invalid("\"" + name + "\" must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    boolean flag(String name) throws BadRequest {
        Optional<JsonValue> value = get(name);
        if (value.isPresent() && !(value.get() instanceof JsonBoolean)) {
            throw BadRequest.invalid("\"" + name + "\" must be true or false");
        }
        return json.bool(name).orElse(false);
    }

    /** @return the text of an object, as it was sent; empty for none */
    String object(String name) throws BadRequest {
        Optional<JsonValue> value = get(name);
        if (value.isPresent() && !(value.get() instanceof JsonObject)) {
            throw BadRequest.invalid("\"" + name + "\" must be an object");
        }
        return value.map(object -> new String(object.bytes(), UTF_8)).orElse("");
    }

    List<JsonObject> objects(String name) throws BadRequest {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue each : array(name)) {
            if (!(each instanceof JsonObject object)) {
                throw BadRequest.invalid("\"" + name + "\" must be a list of objects");
            }
            objects.add(object);
        }
        return objects;
    }

    List<String> texts(String name) throws BadRequest {
        List<String> texts = new ArrayList<>();
        for (JsonValue each : array(name)) {
            if (!(each instanceof JsonString text)) {
                throw BadRequest.invalid("\"" + name + "\" must be a list of strings");
            }
            texts.add(text.value());
        }
        return texts;
    }

    private List<JsonValue> array(String name) throws BadRequest {
        Optional<JsonValue> value = get(name);
        if (value.isPresent() && !(value.get() instanceof JsonArray)) {
            throw BadRequest.invalid("\"" + name + "\" must be a list");
        }
        return json.array(name).map(array -> array.stream().toList()).orElse(List.of());
    }

    /** @throws BadRequest if there is a member that nobody has asked for */
    void nothingElse() throws BadRequest {
        for (JsonObject.Member member : json) {
            if (!known.contains(member.name())) {
                throw BadRequest.invalid("\"" + member.name() + "\" does not belong here; expected are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    static Body of(JsonObject object) {
        return new Body(object);
    }

    private Optional<JsonValue> get(String name) {
        known.add(name);
        return json.get(name);
    }
}
