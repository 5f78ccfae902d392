package io.vestibule.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

    @Property
    void decoding_gives_back_what_was_encoded(@ForAll String text) {
        // Given
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        // When
        String encoded = PercentEncoding.encode(wellFormed);
        // Then
        assertThat(encoded).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
        assertThat(PercentEncoding.decode(encoded)).contains(wellFormed);
    }

    @ParameterizedTest
    @CsvSource({
        "!room:a.example, %21room%3Aa.example",
        "$l/QF+K21:x, %24l%2FQF%2BK21%3Ax",
        "@Ä:b.example:8448, %40%C3%84%3Ab.example%3A8448",
        "100%, 100%25",
        "a b, a%20b",
        "😀, %F0%9F%98%80",
        "A-z0.9_~, A-z0.9_~"
    })
    void everything_but_unreserved_characters_is_escaped(String text, String encoded) {
        // When
        String actual = PercentEncoding.encode(text);
        // Then
        assertThat(actual).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz", "%C3", "%ff", "%c0%80", "%ed%a0%80", "a b", "ä", "a\tb", "a\u007fb"})
    void what_is_no_encoding_is_not_decoded(String broken) {
        // When, Then
        assertThat(PercentEncoding.decode(broken)).isEmpty();
    }

    @Test
    void a_plus_in_a_path_is_a_plus() {
        // When, Then
        assertThat(PercentEncoding.decode("$a+b")).contains("$a+b");
    }
}
