package io.vestibule.manifests;

import static io.vestibule.manifests.Repository.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a custom resource as Kubernetes has it: a field that it does not name is a flaw, as it is for a cluster that
 * validates strictly. Immutable.
 *
 * @param root an {@code openAPIV3Schema}
 */
record StructuralSchema(Map<String, Object> root) {

    private static final String ANYTHING = "x-kubernetes-preserve-unknown-fields";

    /** What Kubernetes itself says of every resource. */
    private static final List<String> OF_EVERY_RESOURCE = List.of("apiVersion", "kind", "metadata");

    /** @return what is wrong with a resource, each with where it stands; nothing for one that is as described */
    List<String> flaws(Map<String, Object> resource) {
        List<String> flaws = new ArrayList<>();
        resource.forEach((name, value) -> {
            if (!OF_EVERY_RESOURCE.contains(name)) {
                member(root, name, value, "", flaws);
            }
        });
        missing(root, resource, "", flaws);
        return flaws;
    }

    private void check(Map<String, Object> schema, @Nullable Object value, String at, List<String> flaws) {
        if (value instanceof Map<?, ?> map && isA(schema, "object")) {
            Map<String, Object> members = object(map);
            members.forEach((name, member) -> member(schema, name, member, at, flaws));
            missing(schema, members, at, flaws);
        } else if (value instanceof List<?> list && isA(schema, "array")) {
            Map<String, Object> items = object(Objects.requireNonNull(schema.get("items"), at));
            for (int i = 0; i < list.size(); i++) {
                check(items, list.get(i), at + "[" + i + "]", flaws);
            }
        } else if (!fits(schema, value)) {
            flaws.add(at + ": " + value + " is no " + schema.get("type"));
        } else if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
            flaws.add(at + ": " + value + " is none of " + allowed);
        } else if (schema.get("pattern") instanceof String pattern
                && !String.valueOf(value).matches(pattern)) {
            flaws.add(at + ": " + value + " is not like " + pattern);
        } else if (schema.get("minimum") instanceof Number least
                && ((Number) Objects.requireNonNull(value)).doubleValue() < least.doubleValue()) {
            flaws.add(at + ": " + value + " is less than " + least);
        }
    }

    private void member(
            Map<String, Object> schema, String name, @Nullable Object value, String at, List<String> flaws) {
        String where = at.isEmpty() ? name : at + "." + name;
        Object described = schema.get("properties") instanceof Map<?, ?> properties ? properties.get(name) : null;
        if (described != null) {
            check(object(described), value, where, flaws);
        } else if (schema.get("additionalProperties") instanceof Map<?, ?> any) {
            check(object(any), value, where, flaws);
        } else if (!Boolean.TRUE.equals(schema.get(ANYTHING))) {
            flaws.add(where + ": there is no such field");
        }
    }

    private static void missing(Map<String, Object> schema, Map<String, Object> value, String at, List<String> flaws) {
        if (schema.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(name -> !value.containsKey(name))
                    .forEach(name -> flaws.add((at.isEmpty() ? "" : at + ".") + name + ": is missing"));
        }
    }

    private static boolean isA(Map<String, Object> schema, String type) {
        return type.equals(schema.get("type")) || schema.get("type") == null;
    }

    private static boolean fits(Map<String, Object> schema, @Nullable Object value) {
        if (Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"))) {
            return value instanceof Integer || value instanceof String;
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "object", "array" -> false;
            default -> Boolean.TRUE.equals(schema.get(ANYTHING));
        };
    }
}
