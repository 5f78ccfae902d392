package io.vestibule.kit.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One key of the configuration: its path, syntax, default and meaning. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Key<T> {

    private final String path;
    private final String fallback;
    private final String meaning;
    private final Function<RawValue, T> syntax;

    private Key(String path, String fallback, String meaning, Function<RawValue, T> syntax) {
        this.path = path;
        this.fallback = fallback;
        this.meaning = meaning;
        this.syntax = syntax;
    }

    /**
     * A key with one value.
     *
     * @param path the dotted path, such as {@code ingress.listen}
     * @param fallback the default, in the syntax that a file would use
     * @param meaning one sentence for the reference page
     * @param syntax reads the text; throws {@link IllegalArgumentException} with what is wrong about it
     */
    public static <T> Key<T> of(String path, String fallback, String meaning, Function<String, T> syntax) {
        return new Key<>(path, fallback, meaning, raw -> syntax.apply(raw.text()));
    }

    /** A key that may be left out; its default is to be absent, and so is an empty value. */
    public static <T> Key<Optional<T>> optional(String path, String meaning, Function<String, T> syntax) {
        return new Key<>(
                path,
                "",
                meaning,
                raw -> raw.text().isBlank() ? Optional.empty() : Optional.of(syntax.apply(raw.text())));
    }

    /** A key with a list of values: a YAML list, or one text with commas. */
    public static <T> Key<List<T>> list(String path, String fallback, String meaning, Function<String, T> syntax) {
        return new Key<>(
                path,
                fallback,
                meaning,
                raw -> raw.elements().stream().map(syntax).toList());
    }

    /** @return the dotted path, such as {@code ingress.listen} */
    public String path() {
        return path;
    }

    /** @return the default, in the syntax that a file would use; empty if the key is absent by default */
    public String fallback() {
        return fallback;
    }

    /** @return one sentence for the reference page */
    public String meaning() {
        return meaning;
    }

    /** @return the environment variable that wins over the file, such as {@code VESTIBULE_INGRESS_LISTEN} */
    public String variable() {
        return variableOf(path);
    }

    /** The value, or the reason that it is none, with key, value and source in it. */
    T read(RawValue raw) {
        try {
            return syntax.apply(raw);
        } catch (IllegalArgumentException e) {
            String shown = Secret.hides(path) ? Secret.SHOWN : raw.shown();
            throw new ConfigException(path + ": \"" + shown + "\" (" + raw.source() + "): " + e.getMessage(), e);
        }
    }

    static String variableOf(String path) {
        return "VESTIBULE_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return path;
    }
}
