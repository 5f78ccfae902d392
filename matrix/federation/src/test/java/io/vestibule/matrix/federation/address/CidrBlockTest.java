package io.vestibule.matrix.federation.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrBlockTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "::/0, 2001:db8::1, true",
        "::1/128, ::1, true",
        "::1/128, ::2, false",
        "::/0, 127.0.0.1, false",
        "0.0.0.0/0, ::2, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
    })
    void contains_exactly_the_addresses_of_its_range(String block, String address, boolean expected) {
        // Given
        CidrBlock range = CidrBlock.parse(block);

        // When
        boolean contained = range.contains(InetAddress.ofLiteral(address));

        // Then
        assertThat(contained).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/33 | 0 to 32",
                "::/129 | 0 to 128",
                "10.0.0.0/ | 0 to 32",
                "10.0.0.0/-1 | 0 to 32",
                "10.0.0.0/+8 | 0 to 32",
                "10.0.0.1/8 | 10.0.0.0/8",
                "10.0.0/8 | not an IP address",
                "010.0.0.0/8 | not an IP address",
                "0x0a.0.0.0/8 | not an IP address",
                "256.0.0.0/8 | not an IP address",
                "fe80::%eth0/10 | not an IP address",
                "[::1]/128 | not an IP address",
                "localhost | not an IP address",
                "::ffff:10.0.0.0/64 | 96 or more",
                "/8 | not an IP address",
            })
    void a_malformed_range_is_refused_with_its_text_and_the_reason(String text, String reason) {
        assertThatThrownBy(() -> CidrBlock.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining(reason);
    }

    @Test
    void equal_ranges_are_equal_however_they_were_written() {
        // Given
        CidrBlock written = CidrBlock.parse("0:0:0::1/128");

        // When
        CidrBlock shorter = CidrBlock.parse("::1");

        // Then
        assertThat(written).isEqualTo(shorter).hasSameHashCodeAs(shorter).hasToString("0:0:0:0:0:0:0:1/128");
    }
}
