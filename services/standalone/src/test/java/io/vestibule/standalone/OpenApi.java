package io.vestibule.standalone;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The console's OpenAPI document, as far as its schemas go: says what is wrong with an answer. */
final class OpenApi {

    private static final String PREFIX = "#/components/schemas/";
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "format",
            "description",
            "$ref",
            "oneOf",
            "minimum",
            "maximum",
            "maxLength",
            "default");

    private final JsonObject document;

    private OpenApi(JsonObject document) {
        this.document = document;
    }

    static OpenApi read() {
        try (InputStream in =
                Objects.requireNonNull(OpenApi.class.getResourceAsStream("/io/vestibule/console/page/openapi.json"))) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenApi of(String json) {
        return new OpenApi(new JsonObject(json));
    }

    JsonObject json() {
        return document;
    }

    /** What is wrong with an answer to an operation; nothing for one that is as described. */
    List<String> flawsOfAnswer(String operation, int status, String body) {
        String[] parts = operation.split(" ");
        JsonObject described = document.getJsonObject("paths")
                .getJsonObject(parts[1])
                .getJsonObject(parts[0].toLowerCase(Locale.ROOT))
                .getJsonObject("responses")
                .getJsonObject(Integer.toString(status));
        if (described == null) {
            return List.of(operation + " does not describe " + status);
        }
        JsonObject schema = described
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
        return flaws(schema, body.startsWith("[") ? new JsonArray(body) : new JsonObject(body), "$")
                .toList();
    }

    private Stream<String> flaws(JsonObject schema, Object value, String at) {
        List<String> unknown = schema.fieldNames().stream()
                .filter(keyword -> !KEYWORDS.contains(keyword))
                .toList();
        if (!unknown.isEmpty()) {
            return Stream.of(at + ": this checker does not know " + unknown);
        }
        if (schema.containsKey("$ref")) {
            return flaws(named(schema.getString("$ref")), value, at);
        }
        if (schema.containsKey("oneOf")) {
            long fitting = schema.getJsonArray("oneOf").stream()
                    .filter(each ->
                            flaws((JsonObject) each, value, at).findAny().isEmpty())
                    .count();
            return fitting == 1 ? Stream.of() : Stream.of(at + ": " + fitting + " of oneOf fit " + value);
        }
        return switch (schema.getString("type")) {
            case "object" -> object(schema, value, at);
            case "array" ->
                value instanceof JsonArray array
                        ? array.stream().flatMap(each -> flaws(schema.getJsonObject("items"), each, at + "[]"))
                        : wrong(at, "a list", value);
            case "string" -> string(schema, value, at);
            case "integer" ->
                value instanceof Integer || value instanceof Long ? Stream.of() : wrong(at, "a whole number", value);
            case "number" -> value instanceof Number ? Stream.of() : wrong(at, "a number", value);
            case "boolean" -> value instanceof Boolean ? Stream.of() : wrong(at, "true or false", value);
            default -> Stream.of(at + ": this checker does not know the type");
        };
    }

    private Stream<String> object(JsonObject schema, Object value, String at) {
        if (!(value instanceof JsonObject object)) {
            return wrong(at, "an object", value);
        }
        List<String> flaws = new ArrayList<>();
        schema.getJsonArray("required", new JsonArray()).stream()
                .filter(name -> !object.containsKey((String) name))
                .forEach(name -> flaws.add(at + ": " + name + " is missing"));
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        Object others = schema.getValue("additionalProperties", true);
        object.forEach(member -> {
            String place = at + "." + member.getKey();
            if (properties.containsKey(member.getKey())) {
                flaws(properties.getJsonObject(member.getKey()), member.getValue(), place)
                        .forEach(flaws::add);
            } else if (others instanceof JsonObject each) {
                flaws(each, member.getValue(), place).forEach(flaws::add);
            } else if (Boolean.FALSE.equals(others)) {
                flaws.add(place + " is not described");
            }
        });
        return flaws.stream();
    }

    private static Stream<String> string(JsonObject schema, Object value, String at) {
        if (!(value instanceof String text)) {
            return wrong(at, "a string", value);
        }
        if (schema.containsKey("enum") && !schema.getJsonArray("enum").contains(text)) {
            return wrong(at, "one of " + schema.getJsonArray("enum"), value);
        }
        if ("date-time".equals(schema.getString("format"))) {
            try {
                Instant.parse(text);
            } catch (DateTimeParseException none) {
                return wrong(at, "a time", value);
            }
        }
        return Stream.of();
    }

    private static Stream<String> wrong(String at, String wanted, Object value) {
        return Stream.of(at + " should be " + wanted + ": " + value);
    }

    private JsonObject named(String reference) {
        return Objects.requireNonNull(
                document.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject(reference.substring(PREFIX.length())),
                reference);
    }
}
