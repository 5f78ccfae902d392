package io.vestibule.matrix.api;

/** Puts a stranger's string into an error message: bounded, without control characters. */
final class Shown {

    private static final int MOST = 80;

    private Shown() {}

    static String of(String value) {
        StringBuilder shown = new StringBuilder("\"");
        value.codePoints()
                .limit(MOST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .forEach(shown::appendCodePoint);
        return shown.append(value.codePointCount(0, value.length()) > MOST ? "…\"" : "\"")
                .toString();
    }
}
