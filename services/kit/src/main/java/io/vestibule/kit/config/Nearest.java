package io.vestibule.kit.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class Nearest {

    private Nearest() {}

    /** The candidate with the smallest edit distance, if it is close enough to be worth naming. */
    static Optional<String> to(String name, Collection<String> candidates) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        Optional<String> sameLast =
                candidates.stream().filter(c -> c.endsWith("." + last)).min(Comparator.naturalOrder());
        return candidates.stream()
                .min(Comparator.<String>comparingInt(c -> distance(name, c)).thenComparing(Comparator.naturalOrder()))
                .filter(c -> distance(name, c) <= Math.max(2, name.length() / 3))
                .or(() -> sameLast);
    }

    /** The Levenshtein distance: inserted, removed or replaced characters. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
