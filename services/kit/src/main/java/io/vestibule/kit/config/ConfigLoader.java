package io.vestibule.kit.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges defaults, file, environment and overrides, in this order of increasing weight, into a {@link VestibuleConfig}.
 *
 * <p>An unknown key in the file is refused with the nearest known name; an unknown {@code VESTIBULE_} variable is only
 * reported, because container platforms add variables of their own. Stateless.
 */
public final class ConfigLoader {

    /** Below these, a name without a hyphen that is no key of ours belongs to the client library. */
    static final List<String> PASSED_THROUGH = List.of("kafka.", "schema-registry.");

    private ConfigLoader() {}

    /**
     * Reads a file and the process environment.
     *
     * @param file the YAML file, or empty for zero configuration
     * @throws ConfigException if the file cannot be read or holds something that cannot be used
     */
    public static VestibuleConfig load(Optional<Path> file) {
        return load(file, System.getenv(), Map.of());
    }

    /**
     * Reads a file and a given environment.
     *
     * @param file the YAML file, or empty for zero configuration
     * @param environment variables; those without our prefix are ignored
     * @param overrides values by dotted path that win over everything, for instance from the command line
     * @throws ConfigException if something cannot be read or used
     */
    public static VestibuleConfig load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        Map<String, RawValue> values =
                file.map(path -> YamlFile.parse(path.toString(), read(path))).orElseGet(Map::of);
        Path base = file.map(path -> path.toAbsolutePath().normalize().getParent())
                .orElseGet(() -> Path.of("").toAbsolutePath());
        return merge(new HashMap<>(values), environment, overrides, base);
    }

    /**
     * The defaults with a few values changed: what tests and embedders use.
     *
     * @param overrides values by dotted path, lists with commas
     */
    public static VestibuleConfig with(Map<String, String> overrides) {
        return merge(new HashMap<>(), Map.of(), overrides, Path.of("").toAbsolutePath());
    }

    private static VestibuleConfig merge(
            Map<String, RawValue> values, Map<String, String> environment, Map<String, String> overrides, Path base) {
        EnvironmentTwins twins = EnvironmentTwins.read(environment, VestibuleConfig.KEYS);
        values.putAll(twins.values());
        overrides.forEach((path, text) -> values.put(path, RawValue.scalar(text, new Source.Explicit())));
        refuseUnknown(values);
        return VestibuleConfig.read(new Settings(values), base, warnings(twins.unknown()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read the configuration file " + file + ": " + e, e);
        }
    }

    private static List<String> warnings(List<String> unknown) {
        List<String> variables =
                VestibuleConfig.KEYS.stream().map(Key::variable).toList();
        return unknown.stream()
                .map(name -> "the environment variable " + name + " names no key"
                        + Nearest.to(name, variables)
                                .map(n -> "; did you mean " + n + "?")
                                .orElse(""))
                .toList();
    }

    private static void refuseUnknown(Map<String, RawValue> values) {
        List<String> known = VestibuleConfig.KEYS.stream().map(Key::path).toList();
        List<String> problems = new ArrayList<>();
        new TreeMap<>(values).forEach((path, raw) -> {
            if (!known.contains(path) && !isPassedThrough(path, known)) {
                problems.add(problem(path, raw, known));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
    }

    private static boolean isPassedThrough(String path, List<String> known) {
        boolean below = PASSED_THROUGH.stream().anyMatch(path::startsWith);
        boolean hyphen = path.indexOf('-', path.indexOf('.')) >= 0;
        return below && !hyphen && known.stream().noneMatch(own -> claims(own, path));
    }

    /** Whether a path lies in a subsection of ours, or is a key of ours spelled as the client library spells it. */
    private static boolean claims(String own, String path) {
        int section = own.lastIndexOf('.');
        boolean subsection = own.indexOf('.') != section && (path + ".").startsWith(own.substring(0, section + 1));
        return subsection || own.replace('-', '.').equals(path.replace('-', '.'));
    }

    private static String problem(String path, RawValue raw, List<String> known) {
        String where = "unknown key " + path + " (" + raw.source() + ")";
        if (known.stream().anyMatch(k -> k.startsWith(path + "."))) {
            return where + ": it is a section, its keys stand below it";
        }
        return where
                + Nearest.to(path, known).map(n -> ": did you mean " + n + "?").orElse("");
    }
}
