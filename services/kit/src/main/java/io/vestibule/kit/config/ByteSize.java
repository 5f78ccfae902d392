package io.vestibule.kit.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written {@code 512KiB}, {@code 2MiB}, {@code 1GiB} or a plain number of bytes. Immutable.
 *
 * @param bytes at least 0
 */
public record ByteSize(long bytes) {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "b", 0, "kib", 10, "mib", 20, "gib", 30);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative");
        }
    }

    /**
     * @return the size
     * @throws IllegalArgumentException if the text is not a size
     */
    public static ByteSize parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.trim());
        Integer shift = matcher.matches() ? SHIFTS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (shift == null) {
            throw new IllegalArgumentException("expected a size such as 512KiB, 2MiB or 1GiB");
        }
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("the size is too large");
        }
        return new ByteSize(number << shift);
    }

    /**
     * @return the size as an {@code int}
     * @throws IllegalArgumentException if it does not fit
     */
    public int intBytes() {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(bytes + " bytes do not fit in memory");
        }
        return (int) bytes;
    }
}
