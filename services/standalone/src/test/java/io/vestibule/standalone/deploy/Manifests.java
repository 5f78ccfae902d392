package io.vestibule.standalone.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Walks through what YAML files say. */
final class Manifests {

    private Manifests() {}

    /** @return the documents of a file */
    static List<Map<String, Object>> in(String file) {
        return DeployFiles.yaml(DeployFiles.text(file)).stream()
                .map(document -> map(document))
                .toList();
    }

    /** @return what stands at a path of keys; an assertion error where nothing does */
    static Object at(Object start, String... path) {
        Object found = start;
        for (String key : path) {
            found = ((Map<?, ?>) found).get(key);
            if (found == null) {
                throw new AssertionError("nothing at " + List.of(path) + " in " + start);
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object start, String... path) {
        return (Map<String, Object>) at(start, path);
    }

    static List<Map<String, Object>> maps(Object start, String... path) {
        return ((List<?>) at(start, path)).stream().map(one -> map(one)).toList();
    }

    static String text(Object start, String... path) {
        return Objects.toString(at(start, path));
    }

    /** @return every value of a key, however deep it stands */
    static List<Object> everywhere(Object start, String key) {
        List<Object> found = new ArrayList<>();
        collect(start, key, found);
        return found;
    }

    static Stream<Map<String, Object>> ofKind(List<Map<String, Object>> documents, String... kinds) {
        return documents.stream().filter(document -> List.of(kinds).contains(text(document, "kind")));
    }

    private static void collect(Object node, String key, List<Object> found) {
        if (node instanceof Map<?, ?> map) {
            if (map.containsKey(key)) {
                found.add(map.get(key));
            }
            map.values().forEach(value -> collect(value, key, found));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, key, found));
        }
    }
}
