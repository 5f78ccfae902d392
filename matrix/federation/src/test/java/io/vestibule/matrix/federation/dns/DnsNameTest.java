package io.vestibule.matrix.federation.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"A.Example", "a.example", "a.example."})
    void a_name_is_kept_in_lower_case_without_its_last_dot(String text) {
        assertThat(DnsName.parse(text)).contains(new DnsName("a.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..example",
                ".a.example",
                "a.example..",
                "-a.example",
                "a-.example",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "a.example.0x7f",
                "a.example.1",
                "a b.example",
                "ä.example",
                "a/b",
            })
    void what_cannot_be_asked_for_is_no_name(String text) {
        assertThat(DnsName.parse(text)).isEmpty();
    }

    @Test
    void lengths_are_bounded() {
        // Given
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));

        // When
        Optional<DnsName> fits = DnsName.parse(longest);

        // Then
        assertThat(fits).isPresent();
        assertThat(fits.orElseThrow().below("_matrix-fed._tcp")).isEmpty();
        assertThat(DnsName.parse(longest + "a")).isEmpty();
        assertThat(DnsName.parse(label + "a.example")).isEmpty();
    }
}
