package io.vestibule.kit.config;

import java.util.List;
import java.util.Locale;

/**
 * A value that must not be printed: {@code toString} answers {@code ***}. Immutable.
 *
 * @param value what is kept secret; pass it on, never print it
 */
public record Secret(String value) {

    static final String SHOWN = "***";

    private static final List<String> SECRET_PARTS = List.of(
            "password",
            "secret",
            "jaas",
            "token",
            "credential",
            "user.info",
            "keystore.key",
            "truststore.certificates");

    /** @return whether values under this name are kept out of every print-out */
    public static boolean hides(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SECRET_PARTS.stream().anyMatch(lower::contains);
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}
