package io.vestibule.operator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionTest {

    private static final byte[] BOB = "@bob:us.example".getBytes(UTF_8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@bob:us.example",
                "!room:a.example\0@bob:us.example",
                "{\"state_key\":\"@bob:us.example\",\"a\":1}",
                "says @bob:us.example.",
                "\u001e@bob:us.exampleb"
            })
    void a_user_is_named_in_keys_in_json_in_prose_and_in_strings_of_avro(String text) {
        assertThat(Mention.in(text.getBytes(ISO_8859_1), BOB)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@bob:us.exampl",
                "@bob:us.example.org",
                "@bob:us.example:8448",
                "@bob:us.examples",
                "@bob:us.example-b.org",
                "@alice-bob:us.example"
            })
    void somebody_else_with_a_longer_name_is_not_meant(String text) {
        assertThat(Mention.in(text.getBytes(UTF_8), BOB)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"70, true", "69, false"})
    void lengths_beyond_one_byte_are_understood(int length, boolean named) {
        // Given
        String id = "@" + "b".repeat(57) + ":us.example" + "x";
        byte[] avro = new byte[id.length() + 3];
        int coded = length << 1;
        avro[0] = (byte) (coded & 0x7f | 0x80);
        avro[1] = (byte) (coded >> 7);
        System.arraycopy(id.getBytes(UTF_8), 0, avro, 2, id.length());
        avro[avro.length - 1] = 'c';
        // When
        boolean found = Mention.in(avro, id.getBytes(UTF_8));
        // Then
        assertThat(id).hasSize(70);
        assertThat(found).isEqualTo(named);
    }
}
