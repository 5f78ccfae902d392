package io.vestibule.kit.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the environment twins of the keys, and of the client keys that are passed through. */
final class EnvironmentTwins {

    /** What Kubernetes sets for a Service whose name starts with "vestibule": not meant for us. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "VESTIBULE_(?:.+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT|PORT_\\d+_(?:TCP|UDP)(?:_.+)?)");

    private final Map<String, RawValue> values = new HashMap<>();
    private final List<String> unknown = new ArrayList<>();

    static EnvironmentTwins read(Map<String, String> environment, List<Key<?>> keys) {
        EnvironmentTwins twins = new EnvironmentTwins();
        Map<String, String> pathOf = new HashMap<>();
        keys.forEach(key -> pathOf.put(key.variable(), key.path()));
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith("VESTIBULE_")) {
                twins.take(variable, value, pathOf);
            }
        });
        return twins;
    }

    private void take(String variable, String value, Map<String, String> pathOf) {
        String known = pathOf.get(variable);
        if (known == null && SERVICE_LINK.matcher(variable).matches()) {
            return;
        }
        String path = known != null ? known : passedThrough(variable);
        if (path.isEmpty()) {
            unknown.add(variable);
        } else {
            values.put(path, RawValue.scalar(value, new Source.Environment(variable)));
        }
    }

    private static String passedThrough(String variable) {
        for (String prefix : ConfigLoader.PASSED_THROUGH) {
            String start = Key.variableOf(prefix);
            if (variable.startsWith(start) && variable.length() > start.length()) {
                return prefix
                        + variable.substring(start.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.');
            }
        }
        return "";
    }

    Map<String, RawValue> values() {
        return values;
    }

    /** Variables with our prefix that name no key. */
    List<String> unknown() {
        return unknown;
    }
}
