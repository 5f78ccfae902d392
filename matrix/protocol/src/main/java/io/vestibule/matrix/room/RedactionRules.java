package io.vestibule.matrix.room;

import io.vestibule.matrix.json.JsonSelection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is left of an event when it is redacted (specification, "Redactions" of each room version). Signatures and reference
 * hashes cover that, and nothing else. Immutable.
 */
public final class RedactionRules {

    private static final String CONTENT = "content";
    private static final String SIGNATURES = "signatures";

    private final Set<String> topLevel;
    private final Map<String, JsonSelection> contents;
    private final Map<String, JsonSelection> kept = new HashMap<>();
    private final Map<String, JsonSelection> signed = new HashMap<>();
    private final JsonSelection keptOfOthers;
    private final JsonSelection signedOfOthers;

    private RedactionRules(Set<String> topLevel, Map<String, JsonSelection> contents) {
        this.topLevel = Set.copyOf(topLevel);
        this.contents = Map.copyOf(contents);
        contents.forEach((type, content) -> {
            kept.put(type, event(content, true));
            signed.put(type, event(content, false));
        });
        JsonSelection nothing = JsonSelection.only();
        this.keptOfOthers = event(nothing, true);
        this.signedOfOthers = event(nothing, false);
    }

    static RedactionRules of(Set<String> topLevel) {
        return new RedactionRules(topLevel, Map.of());
    }

    RedactionRules withContent(String type, String... keys) {
        return withContent(type, JsonSelection.only(keys));
    }

    RedactionRules withContent(String type, JsonSelection content) {
        Map<String, JsonSelection> changed = new HashMap<>(contents);
        changed.put(type, content);
        return new RedactionRules(topLevel, changed);
    }

    RedactionRules withoutContent(String type) {
        Map<String, JsonSelection> changed = new HashMap<>(contents);
        changed.remove(type);
        return new RedactionRules(topLevel, changed);
    }

    RedactionRules withoutTopLevel(String... keys) {
        Set<String> changed = new HashSet<>(topLevel);
        changed.removeAll(Set.of(keys));
        return new RedactionRules(changed, contents);
    }

    /** @return what is left of an event of this type */
    public JsonSelection kept(String type) {
        return kept.getOrDefault(type, keptOfOthers);
    }

    /** @return what is left of an event of this type, without its signatures: what is signed and hashed */
    public JsonSelection signed(String type) {
        return signed.getOrDefault(type, signedOfOthers);
    }

    /** @return whether a top-level key survives redaction, in any type of event */
    public boolean keeps(String topLevelKey) {
        return topLevel.contains(topLevelKey);
    }

    private JsonSelection event(JsonSelection content, boolean signatures) {
        Map<String, JsonSelection> members = new HashMap<>();
        topLevel.forEach(key -> members.put(key, JsonSelection.ALL));
        members.put(CONTENT, content);
        if (!signatures) {
            members.remove(SIGNATURES);
        }
        return JsonSelection.only(members);
    }
}
