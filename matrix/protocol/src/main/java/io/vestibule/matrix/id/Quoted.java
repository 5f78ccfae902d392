package io.vestibule.matrix.id;

/** Puts a stranger's string into an error message: bounded, without control characters. */
final class Quoted {

    private static final int MOST = 100;

    private Quoted() {}

    static String of(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        int shown = Math.min(value.length(), MOST);
        for (int i = 0; i < shown; i++) {
            char c = value.charAt(i);
            quoted.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
        }
        return quoted.append(value.length() > MOST ? "…\"" : "\"").toString();
    }
}
