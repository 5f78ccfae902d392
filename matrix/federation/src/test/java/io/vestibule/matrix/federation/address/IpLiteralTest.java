package io.vestibule.matrix.federation.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4",
        "[::1], 0:0:0:0:0:0:0:1",
        "[2001:DB8::1], 2001:db8:0:0:0:0:0:1",
        "[::ffff:127.0.0.1], 127.0.0.1",
    })
    void a_plain_address_is_read(String host, String expected) {
        // When
        Optional<InetAddress> address = IpLiteral.parseHost(host);

        // Then
        assertThat(address.orElseThrow().getHostAddress()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "0x7f000001",
                "0177.0.0.1",
                "127.0.0.01",
                "127.0.0.1.",
                "127.0.0.256",
                "127.0.0.",
                "::1",
                "[::1",
                "[fe80::1%eth0]",
                "[fe80::1%25eth0]",
                "[1.2.3.4]",
                "[]",
                "",
                "١.٢.٣.٤",
                "a.example",
            })
    void every_other_spelling_is_no_address(String host) {
        assertThat(IpLiteral.parseHost(host)).isEmpty();
    }
}
