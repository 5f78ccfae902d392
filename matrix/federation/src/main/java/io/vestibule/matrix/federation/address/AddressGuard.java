package io.vestibule.matrix.federation.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges whether we may connect to an IP address.
 *
 * <p>An address is blocked if it lies in a range of the default list and in none of the allowed ones, or in one that the
 * deployment has blocked itself. An IPv6 address that embeds an IPv4 address (NAT64, 6to4, Teredo, IPv4-compatible) is judged by
 * the embedded one too, so that no spelling of a private address gets through.
 *
 * <p>Immutable and thread-safe.
 */
public final class AddressGuard {

    /** Everything that is not a public unicast address, by the IANA special-purpose registries. */
    public static final List<CidrBlock> DEFAULT_BLOCKED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/128",
                    "::1/128",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "100:0:0:1::/64",
                    "2001:2::/48",
                    "2001:10::/28",
                    "2001:db8::/32",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(CidrBlock::parse)
            .toList();

    private final AddressRules rules;

    /** @param rules what is allowed or blocked beside {@link #DEFAULT_BLOCKED} */
    public AddressGuard(AddressRules rules) {
        this.rules = rules;
    }

    /**
     * @param allowed the holes in the default block list
     * @return a guard with {@link #DEFAULT_BLOCKED}
     */
    public static AddressGuard allowing(List<CidrBlock> allowed) {
        return new AddressGuard(AddressRules.allowing(allowed));
    }

    /** @return the range that forbids the address, or empty if we may connect to it */
    public Optional<CidrBlock> blocks(InetAddress address) {
        Optional<CidrBlock> ours = range(rules.blocked(), address);
        if (ours.isPresent() || range(rules.allowed(), address).isPresent()) {
            return ours;
        }
        Optional<InetAddress> translated = EmbeddedAddresses.translated(address, rules.translators());
        if (translated.isPresent()) {
            return blocks(translated.get());
        }
        return range(DEFAULT_BLOCKED, address)
                .or(() -> EmbeddedAddresses.of(address).stream()
                        .flatMap(embedded -> blocks(embedded).stream())
                        .findFirst());
    }

    private static Optional<CidrBlock> range(List<CidrBlock> blocks, InetAddress address) {
        byte[] bytes = address.getAddress();
        return blocks.stream().filter(block -> block.contains(bytes)).findFirst();
    }
}
