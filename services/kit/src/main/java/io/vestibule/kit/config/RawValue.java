package io.vestibule.kit.config;

import java.util.List;

/**
 * A value as written, before its key's syntax is applied.
 *
 * @param items the scalars; one for a plain value, any number for a list
 * @param list whether it was written as a list; from the environment a list is one scalar with commas
 * @param source where it was set
 */
record RawValue(List<String> items, boolean list, Source source) {

    RawValue {
        items = List.copyOf(items);
    }

    static RawValue scalar(String text, Source source) {
        return new RawValue(List.of(text), false, source);
    }

    /** The one scalar of a value that is not a list. */
    String text() {
        if (list) {
            throw new IllegalArgumentException("is a list, but one value is expected");
        }
        return items.getFirst();
    }

    /** The elements of a list; a plain scalar is split at its commas. */
    List<String> elements() {
        if (list) {
            return items;
        }
        return items.getFirst().isBlank()
                ? List.of()
                : List.of(items.getFirst().trim().split("\\s*,\\s*"));
    }

    /** The value as {@code config print} shows it. */
    String shown() {
        return list ? items.toString() : items.getFirst();
    }
}
