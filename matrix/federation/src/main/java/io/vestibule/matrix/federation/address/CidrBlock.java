package io.vestibule.matrix.federation.address;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code fe80::/10}.
 *
 * <p>An IPv4 range never contains an IPv6 address nor the other way round; what an IPv6 address embeds is the business of
 * {@link AddressGuard}. Immutable.
 */
public final class CidrBlock {

    private final byte[] network;
    private final int prefixLength;

    private CidrBlock(byte[] network, int prefixLength) {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /**
     * @param text {@code address/length}, or an address alone for the range of that one address
     * @return the range
     * @throws IllegalArgumentException if it is none; the message quotes it and says what is wrong
     */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = IpLiteral.parse(addressText)
                .orElseThrow(() -> wrong(text, "\"" + addressText + "\" is not an IP address"));
        byte[] bytes = address.getAddress();
        boolean mapped = bytes.length == 4 && addressText.indexOf(':') >= 0;
        int mostBits = mapped ? 128 : bytes.length * 8;
        int prefix = slash < 0 ? mostBits : prefixLength(text, slash + 1, mostBits);
        if (mapped) {
            prefix -= 96;
        }
        if (prefix < 0) {
            throw wrong(text, "a range of IPv4-mapped addresses has a prefix length of 96 or more");
        }
        return aligned(text, bytes, prefix);
    }

    private static CidrBlock aligned(String text, byte[] bytes, int prefix) {
        byte[] masked = masked(bytes, prefix);
        if (!Arrays.equals(masked, bytes)) {
            String network = IpLiteral.ofBytes(masked).getHostAddress() + "/" + prefix;
            throw wrong(text, "bits are set behind the prefix; the range that contains it is " + network);
        }
        return new CidrBlock(bytes, prefix);
    }

    private static int prefixLength(String text, int from, int most) {
        String digits = text.substring(from);
        boolean plain =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int length = plain ? Integer.parseInt(digits) : -1;
        if (length < 0 || length > most) {
            throw wrong(text, "the prefix length is a number from 0 to " + most);
        }
        return length;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("not an address range: \"" + text + "\": " + why);
    }

    private static byte[] masked(byte[] bytes, int prefix) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(prefix - i * 8, 0, 8);
            masked[i] = (byte) (masked[i] & (0xFF00 >> kept));
        }
        return masked;
    }

    /** @return whether the address is of this range's family and lies in it */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean isIpv6() {
        return network.length == 16;
    }

    int prefixLength() {
        return prefixLength;
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefixLength / 8;
        if (Arrays.mismatch(network, 0, whole, address, 0, whole) >= 0) {
            return false;
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((network[whole] ^ address[whole]) & (0xFF00 >> rest) & 0xFF) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CidrBlock block
                && block.prefixLength == prefixLength
                && Arrays.equals(block.network, network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefixLength;
    }

    @Override
    public String toString() {
        return IpLiteral.ofBytes(network).getHostAddress() + "/" + prefixLength;
    }
}
