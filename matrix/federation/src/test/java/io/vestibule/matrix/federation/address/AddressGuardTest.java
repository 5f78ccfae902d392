package io.vestibule.matrix.federation.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private static final AddressGuard DEFAULT = AddressGuard.allowing(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fdff::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "100::1",
                "64:ff9b:1::808:808",
                "100:0:0:1::1",
                "2001:2::1",
                "2001:10::1",
                "3fff::1",
                "5f00::1",
            })
    void an_address_that_is_not_public_is_blocked(String address) {
        assertThat(DEFAULT.blocks(InetAddress.ofLiteral(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "2001:0:7f00:1::",
                "2001:0:808:808:0:0:80ff:fffe",
                "::ffff:0:127.0.0.1",
                "::ffff:0:a9fe:a9fe",
            })
    void a_private_address_inside_an_IPv6_address_is_blocked(String address) {
        assertThat(DEFAULT.blocks(InetAddress.ofLiteral(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "::ffff:0:8.8.8.8",
                "2002:808:808::1",
                "2001:0:808:808:0:0:f7f7:f7f7",
            })
    void a_public_address_is_let_through(String address) {
        assertThat(DEFAULT.blocks(InetAddress.ofLiteral(address))).isEmpty();
    }

    @Test
    void a_hole_lets_exactly_its_addresses_through_in_every_spelling() {
        // Given
        AddressGuard guard = AddressGuard.allowing(List.of(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("::1/128")));

        // When
        List<String> blocked = List.of(
                        "127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::1", "10.0.0.1", "::ffff:10.0.0.1", "::")
                .stream()
                .filter(address -> guard.blocks(InetAddress.ofLiteral(address)).isPresent())
                .toList();

        // Then
        assertThat(blocked).containsExactly("10.0.0.1", "::ffff:10.0.0.1", "::");
    }

    @Test
    void what_a_deployment_blocks_itself_no_hole_opens_in_any_spelling() {
        // Given
        AddressGuard guard = new AddressGuard(AddressRules.parse(
                List.of("10.0.0.0/8"), List.of("10.7.0.0/16", "8.8.8.0/24", "2606:4700::/32"), List.of()));

        // When
        List<String> blocked = List.of(
                        "10.7.0.1",
                        "10.8.0.1",
                        "8.8.8.8",
                        "8.8.4.4",
                        "64:ff9b::8.8.8.8",
                        "2606:4700::1",
                        "2a00:1450::1")
                .stream()
                .filter(address -> guard.blocks(InetAddress.ofLiteral(address)).isPresent())
                .toList();

        // Then
        assertThat(blocked).containsExactly("10.7.0.1", "8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700::1");
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::/32, 2001:db8:c000:221::, 192.0.2.33",
        "2001:db8:100::/40, 2001:db8:1c0:2:21::, 192.0.2.33",
        "2001:db8:122::/48, 2001:db8:122:c000:2:2100::, 192.0.2.33",
        "2001:db8:122:300::/56, 2001:db8:122:3c0:0:221::, 192.0.2.33",
        "2001:db8:122:344::/64, 2001:db8:122:344:c0:2:2100::, 192.0.2.33",
        "2001:db8:122:344::/96, 2001:db8:122:344::192.0.2.33, 192.0.2.33",
    })
    void under_a_prefix_of_our_network_the_address_inside_is_judged(String prefix, String address, String inside) {
        // Given
        AddressRules rules = AddressRules.parse(List.of(), List.of(inside), List.of(prefix));
        AddressRules others = AddressRules.parse(List.of("192.0.2.0/24"), List.of(), List.of(prefix));

        // When
        String range = new AddressGuard(rules)
                .blocks(InetAddress.ofLiteral(address))
                .orElseThrow()
                .toString();

        // Then
        assertThat(range).isEqualTo(inside + "/32");
        assertThat(new AddressGuard(others).blocks(InetAddress.ofLiteral(address)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "2001:db8::/33", "64:ff9b::/128"})
    void what_can_be_no_prefix_of_NAT64_is_refused_by_name(String prefix) {
        assertThatThrownBy(() -> AddressRules.parse(List.of(), List.of(), List.of(prefix)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 6052");
    }

    @Test
    void the_range_that_forbids_an_embedded_address_is_named() {
        // Given
        InetAddress address = InetAddress.ofLiteral("64:ff9b::10.1.2.3");

        // When
        CidrBlock range = DEFAULT.blocks(address).orElseThrow();

        // Then
        assertThat(range).hasToString("10.0.0.0/8");
    }

    @Property
    boolean NAT64_never_opens_what_IPv4_blocks(@ForAll int bits) throws UnknownHostException {
        byte[] plain = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
        byte[] wrapped = {
            0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, plain[0], plain[1], plain[2], plain[3]
        };
        return DEFAULT.blocks(InetAddress.getByAddress(plain))
                .equals(DEFAULT.blocks(InetAddress.getByAddress(wrapped)));
    }
}
