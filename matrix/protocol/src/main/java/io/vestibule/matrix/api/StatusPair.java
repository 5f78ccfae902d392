package io.vestibule.matrix.api;

import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonNumber;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The body {@code [200, {…}]} that version 1 endpoints answer with, by an accident that is now part of them (MSC1794). */
final class StatusPair {

    private static final byte[] OPEN = "{\"pair\":".getBytes(StandardCharsets.US_ASCII);

    private StatusPair() {}

    static byte[] write(byte[] object) {
        return new JsonWriter().beginArray().value(200).raw(object).endArray().toBytes();
    }

    static JsonObject read(byte[] body) throws Refusal {
        try {
            JsonObject wrapper = JsonObject.parse(wrapped(body), JsonRules.LENIENT);
            // More members would mean that the body closed the bracket around it.
            List<JsonValue> pair = wrapper.size() != 1
                    ? List.of()
                    : wrapper.array("pair").map(JsonArray::stream).stream()
                            .flatMap(elements -> elements)
                            .toList();
            if (pair.size() == 2
                    && pair.get(0) instanceof JsonNumber status
                    && status.toString().equals("200")
                    && pair.get(1) instanceof JsonObject object) {
                return object;
            }
        } catch (InvalidJsonException invalid) {
            throw Body.refusal(invalid);
        }
        throw new Refusal(MatrixErrorCode.BAD_JSON, "the body is not [200, {…}]");
    }

    private static byte[] wrapped(byte[] body) {
        byte[] wrapped = new byte[OPEN.length + body.length + 1];
        System.arraycopy(OPEN, 0, wrapped, 0, OPEN.length);
        System.arraycopy(body, 0, wrapped, OPEN.length, body.length);
        wrapped[wrapped.length - 1] = '}';
        return wrapped;
    }
}
