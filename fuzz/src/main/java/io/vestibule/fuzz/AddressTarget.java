package io.vestibule.fuzz;

import static io.vestibule.fuzz.BrokenPropertyException.unless;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.matrix.federation.address.AddressGuard;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.address.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address in text is one in its plain spelling and no other, and no embedding of a blocked address is let through. */
final class AddressTarget {

    private static final AddressGuard GUARD = AddressGuard.allowing(List.of());
    private static final Pattern IPV4 = Pattern.compile(
            "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}\\]");

    private AddressTarget() {}

    static void run(byte[] input) {
        String text = new String(input, ISO_8859_1);
        Optional<InetAddress> host = IpLiteral.parseHost(text);
        unless(
                host.isEmpty()
                        || IPV4.matcher(text).matches()
                        || IPV6.matcher(text).matches(),
                "another spelling");
        unless(host.isPresent() || !IPV4.matcher(text).matches(), "a plain IPv4 address is refused");
        host.ifPresent(AddressTarget::judged);
        range(text);
        if (input.length >= 4) {
            embedded(Arrays.copyOf(input, 4));
        }
    }

    private static void range(String text) {
        try {
            CidrBlock range = CidrBlock.parse(text);
            unless(CidrBlock.parse(range.toString()).equals(range), "another range when it is written again");
        } catch (IllegalArgumentException none) {
            unless(none.getMessage() != null, "a refusal without a reason");
        }
    }

    private static void judged(InetAddress address) {
        boolean isPrivate = address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress();
        unless(!isPrivate || GUARD.blocks(address).isPresent(), "a private address is let through");
    }

    /** Mapped, NAT64, 6to4 and compatible: whatever is wrapped around an IPv4 address opens nothing. */
    private static void embedded(byte[] v4) {
        if (GUARD.blocks(address(v4)).isEmpty()) {
            return;
        }
        for (int[] prefix : new int[][] {
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
            {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0},
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
        }) {
            byte[] wrapped = new byte[16];
            for (int i = 0; i < 12; i++) {
                wrapped[i] = (byte) prefix[i];
            }
            System.arraycopy(v4, 0, wrapped, 12, 4);
            unless(GUARD.blocks(address(wrapped)).isPresent(), "a blocked address inside another is let through");
        }
        byte[] sixToFour = new byte[16];
        sixToFour[0] = 0x20;
        sixToFour[1] = 0x02;
        System.arraycopy(v4, 0, sixToFour, 2, 4);
        unless(GUARD.blocks(address(sixToFour)).isPresent(), "a blocked address inside 6to4 is let through");
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
