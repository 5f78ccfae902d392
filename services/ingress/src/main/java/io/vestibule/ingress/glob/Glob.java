package io.vestibule.ingress.glob;

/**
 * A pattern of whole texts in which {@code *} is any number of characters and {@code ?} exactly one. Immutable.
 *
 * @param pattern as written
 */
public record Glob(String pattern) {

    private static final char ANY = '*';
    private static final char ONE = '?';

    /** @return whether it has no wildcard, and so means one text */
    public boolean isLiteral() {
        return pattern.indexOf(ANY) < 0 && pattern.indexOf(ONE) < 0;
    }

    /** Falls back to the last {@code *} alone, so that it never takes longer than the product of both lengths. */
    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == ANY) {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == ONE || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == ANY) {
            p++;
        }
        return p == pattern.length();
    }
}
