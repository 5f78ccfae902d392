package io.vestibule.matrix.federation.dns;

import java.util.Locale;
import java.util.Optional;

/**
 * A name that can be asked for in the DNS, in lower case and without the dot at its end.
 *
 * <p>At most 253 characters in labels of 1 to 63 letters, digits, hyphens and underscores (RFC 1035 §2.3.4). A name whose
 * last label is a number is none: no such top-level domain exists, and resolvers take {@code 127.1} or {@code 0x7f000001}
 * for addresses. Immutable.
 *
 * @param value the name
 */
public record DnsName(String value) {

    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;

    public DnsName {
        if (!isName(value)) {
            throw new IllegalArgumentException("not a DNS name in lower case: \"" + value + "\"");
        }
    }

    /** @return the name, or empty if the text cannot be asked for in the DNS */
    public static Optional<DnsName> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return isName(name) ? Optional.of(new DnsName(name)) : Optional.empty();
    }

    /**
     * @param labels labels to put in front, such as {@code _matrix-fed._tcp}
     * @return the longer name, or empty if it became too long
     */
    public Optional<DnsName> below(String labels) {
        return parse(labels + "." + value);
    }

    /** @return whether the name means this machine without asking anyone (RFC 6761 §6.3) */
    public boolean isLocalhost() {
        return value.equals("localhost") || value.endsWith(".localhost");
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return !isNumber(labels[labels.length - 1]);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_');
    }

    private static boolean isNumber(String label) {
        return label.startsWith("0x") || label.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
