package io.vestibule.standalone.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** References within a JSON document. */
final class References {

    private References() {}

    /** @return the references that lead nowhere; an assertion error if there are no references at all */
    static List<String> danglingIn(JsonObject document) {
        List<String> references = new ArrayList<>();
        collect(document, references);
        if (references.isEmpty()) {
            throw new AssertionError("no references at all");
        }
        return references.stream()
                .filter(reference -> resolved(document, reference) == null)
                .toList();
    }

    private static Object resolved(JsonObject document, String reference) {
        Object found = document;
        for (String part : reference.substring(2).split("/")) {
            found = found instanceof JsonObject object ? object.getValue(part) : null;
        }
        return found;
    }

    private static void collect(Object node, List<String> references) {
        if (node instanceof JsonObject object) {
            if (object.getValue("$ref") instanceof String reference) {
                references.add(reference);
            }
            object.forEach(entry -> collect(entry.getValue(), references));
        } else if (node instanceof JsonArray array) {
            array.forEach(element -> collect(element, references));
        }
    }
}
