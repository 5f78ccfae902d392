package io.vestibule.matrix.federation.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Reads IP addresses in their one plain spelling.
 *
 * <p>IPv4 is four decimal numbers without leading zeros; the octal, hexadecimal and shortened spellings that some
 * resolvers accept are no addresses here. IPv6 has no zone. An IPv4-mapped IPv6 address is the IPv4 address, as it is for
 * the socket layer.
 */
public final class IpLiteral {

    private static final int LONGEST_IPV6 = 45;

    private IpLiteral() {}

    /**
     * @param text an address without brackets
     * @return the address, or empty if the text is none; no look-up takes place
     */
    public static Optional<InetAddress> parse(String text) {
        return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    }

    /**
     * @param host a host as in a server name or URI; an IPv6 address stands in brackets
     * @return the address, or empty if the host is a name
     */
    public static Optional<InetAddress> parseHost(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return parseIpv6(host.substring(1, host.length() - 1));
        }
        return parseIpv4(host);
    }

    private static Optional<InetAddress> parseIpv6(String text) {
        if (text.indexOf(':') < 0
                || text.length() > LONGEST_IPV6
                || !text.chars().allMatch(IpLiteral::isIpv6Character)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static boolean isIpv6Character(int c) {
        return c == ':' || c == '.' || Character.digit(c, 16) >= 0 && c < 128;
    }

    private static Optional<InetAddress> parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int number = decimalByte(parts[i]);
            if (number < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) number;
        }
        return Optional.of(ofBytes(bytes));
    }

    private static int decimalByte(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= 3
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        int number = plain ? Integer.parseInt(digits) : -1;
        return number <= 255 ? number : -1;
    }

    static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, impossible);
        }
    }
}
