package io.vestibule.kit.config;

/**
 * A host and a port, {@code 127.0.0.1:8008}, {@code kafka.example:9092} or {@code [::1]:8008}. Immutable.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 to 65535; 0 asks the system for a free port where something listens
 */
public record HostPort(String host, int port) {

    private static final int MAX_PORT = 65_535;

    public HostPort {
        if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("the host is missing or has blanks");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port must be 0 to " + MAX_PORT);
        }
    }

    /**
     * @return the host and port
     * @throws IllegalArgumentException if the text is not {@code host:port}
     */
    public static HostPort parse(String text) {
        String trimmed = text.trim();
        int colon = trimmed.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("expected host:port");
        }
        String host = trimmed.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address needs brackets, as in [::1]:8008");
        }
        return new HostPort(
                bracketed ? host.substring(1, host.length() - 1) : host, port(trimmed.substring(colon + 1)));
    }

    private static int port(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the port must be a number", e);
        }
    }

    /** @return the same host with another port */
    public HostPort withPort(int actual) {
        return new HostPort(host, actual);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
