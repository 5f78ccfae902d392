package io.vestibule.matrix.federation.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The IPv4 addresses inside an IPv6 address: where the packet ends up when a translator or tunnel on the way unwraps it.
 *
 * <p>IPv4-mapped addresses (RFC 4291 §2.5.5.2) do not occur, because {@link InetAddress} is the IPv4 address for them.
 */
final class EmbeddedAddresses {

    /** IPv4-compatible addresses, deprecated (RFC 4291 §2.5.5.1). */
    private static final CidrBlock COMPATIBLE = CidrBlock.parse("::/96");

    /** IPv4-translated addresses, of stateless translators (RFC 2765 §2.1). */
    private static final CidrBlock TRANSLATED = CidrBlock.parse("::ffff:0:0:0/96");

    /** The well-known prefix of NAT64 (RFC 6052 §2.1). */
    private static final CidrBlock NAT64 = CidrBlock.parse("64:ff9b::/96");

    /** 6to4 (RFC 3056 §2): the router's address stands behind the prefix. */
    private static final CidrBlock SIX_TO_FOUR = CidrBlock.parse("2002::/16");

    /** Teredo (RFC 4380 §4): the server's address, and at the end the client's with every bit turned over. */
    private static final CidrBlock TEREDO = CidrBlock.parse("2001::/32");

    /** How long a network's own prefix may be (RFC 6052 §2.2). */
    private static final List<Integer> PREFIXES = List.of(32, 40, 48, 56, 64, 96);

    /** Bits 64 to 71 belong to no address (RFC 6052 §2.2). */
    private static final int RESERVED_BYTE = 8;

    private EmbeddedAddresses() {}

    /** @throws IllegalArgumentException if no network translates under the prefix */
    static void requireTranslator(CidrBlock prefix) {
        if (!prefix.isIpv6() || !PREFIXES.contains(prefix.prefixLength())) {
            throw new IllegalArgumentException("not a prefix of NAT64: \"" + prefix
                    + "\": it is of IPv6 and has 32, 40, 48, 56, 64 or 96 bits (RFC 6052)");
        }
    }

    /** The IPv4 address that a network with these prefixes makes of an IPv6 address, if it lies under one of them. */
    static Optional<InetAddress> translated(InetAddress address, List<CidrBlock> prefixes) {
        byte[] bytes = address.getAddress();
        return prefixes.stream()
                .filter(prefix -> prefix.contains(bytes))
                .findFirst()
                .map(prefix -> translated(bytes, prefix.prefixLength() / Byte.SIZE));
    }

    private static InetAddress translated(byte[] bytes, int from) {
        byte[] inner = new byte[4];
        int next = from;
        for (int i = 0; i < inner.length; i++) {
            next += next == RESERVED_BYTE ? 1 : 0;
            inner[i] = bytes[next++];
        }
        return IpLiteral.ofBytes(inner);
    }

    static List<InetAddress> of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (COMPATIBLE.contains(bytes) || TRANSLATED.contains(bytes) || NAT64.contains(bytes)) {
            return List.of(at(bytes, 12));
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return List.of(at(bytes, 2));
        }
        if (TEREDO.contains(bytes)) {
            byte[] turned = bytes.clone();
            for (int i = 12; i < 16; i++) {
                turned[i] = (byte) ~turned[i];
            }
            return List.of(at(bytes, 4), at(turned, 12));
        }
        return List.of();
    }

    private static InetAddress at(byte[] bytes, int from) {
        return IpLiteral.ofBytes(Arrays.copyOfRange(bytes, from, from + 4));
    }
}
