package io.vestibule.kit.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The syntaxes of plain values. Each throws {@link IllegalArgumentException} that says what was expected. */
public final class Syntax {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Syntax() {}

    /** A text that is not blank. */
    public static String text(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return value.trim();
    }

    /** {@code true} or {@code false}. */
    public static boolean bool(String value) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    /** A whole number. */
    public static int integer(String value) {
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number", e);
        }
    }

    /** A number from 0 to 1. */
    public static double share(String value) {
        try {
            double share = Double.parseDouble(value.trim());
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number from 0 to 1", e);
        }
        throw new IllegalArgumentException("expected a number from 0 to 1");
    }

    /** The address of an HTTP server, without query and without a slash at its end. */
    public static URI httpUri(String value) {
        URI uri;
        try {
            uri = new URI(value.trim().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no URL: " + e.getReason(), e);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("expected an address such as http://host:port");
        }
        return uri;
    }

    /** A duration: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 7d}. */
    public static Duration duration(String value) {
        Matcher matcher = DURATION.matcher(value.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a duration such as 250ms, 10s, 5m, 2h or 7d");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** One of an enum's constants, in lower case with hyphens. */
    public static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return value -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> label(constant).equals(value.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Syntax::label)
                                .collect(Collectors.joining(", "))));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Throws unless a duration is longer than zero; the message names key and value. */
    static Duration positive(Key<?> key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new ConfigException(key.path() + ": " + value + " must be longer than zero");
        }
        return value;
    }

    /** Throws unless a number lies in a range; the message names key and value. */
    static int within(Key<?> key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigException(key.path() + ": " + value + " is not between " + least + " and " + most);
        }
        return value;
    }
}
