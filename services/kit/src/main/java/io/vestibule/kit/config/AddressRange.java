package io.vestibule.kit.config;

import java.net.InetAddress;

/**
 * A range of addresses in CIDR notation, {@code 127.0.0.0/8} or {@code ::1/128}; a bare address is a range of one. Immutable.
 *
 * @param network the address before the slash
 * @param prefix the number of leading bits that count
 */
public record AddressRange(InetAddress network, int prefix) {

    public AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("the prefix length must be 0 to " + bits);
        }
    }

    /**
     * @return the range
     * @throws IllegalArgumentException if the text is not an address or a range; names are never looked up
     */
    public static AddressRange parse(String text) {
        String trimmed = text.trim();
        int slash = trimmed.indexOf('/');
        InetAddress network = InetAddress.ofLiteral(slash < 0 ? trimmed : trimmed.substring(0, slash));
        int bits = network.getAddress().length * Byte.SIZE;
        return new AddressRange(network, slash < 0 ? bits : Syntax.integer(trimmed.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
