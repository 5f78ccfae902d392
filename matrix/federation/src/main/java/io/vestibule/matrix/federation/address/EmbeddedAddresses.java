package io.vestibule.matrix.federation.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

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

    private EmbeddedAddresses() {}

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
