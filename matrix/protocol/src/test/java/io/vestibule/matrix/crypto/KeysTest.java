package io.vestibule.matrix.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.matrix.id.KeyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

    private static final String PUBLIC = "XGX0JRS2Af3be3knz2fBiRbApjm2Dh61gXDJA8kcJNI";
    private static final KeyId ID = KeyId.of("ed25519:1");

    @Test
    void keys_are_equal_by_id_and_bytes() {
        // Given
        VerifyKey key = VerifyKey.parse(ID, PUBLIC).orElseThrow();

        // When
        VerifyKey same = VerifyKey.of(ID, key.bytes());

        // Then
        assertThat(same).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(VerifyKey.of(KeyId.of("ed25519:2"), key.bytes())).isNotEqualTo(key);
        assertThat(key).hasToString("ed25519:1 " + PUBLIC);
    }

    @Test
    void nobody_can_change_a_key_through_its_bytes() {
        // Given
        VerifyKey key = VerifyKey.parse(ID, PUBLIC).orElseThrow();

        // When
        key.bytes()[0] ^= 1;

        // Then
        assertThat(key.base64()).isEqualTo(PUBLIC);
    }

    @ParameterizedTest
    @CsvSource({"rsa:1," + PUBLIC, "ed25519:1,AAAA", "ed25519:1,%", "ed25519:1,''"})
    void what_is_no_key_is_not_read(String id, String text) {
        // Given
        KeyId keyId = KeyId.of(id);

        // When
        var key = VerifyKey.parse(keyId, text);

        // Then
        assertThat(key).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyKey.of(keyId, new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of(keyId, new byte[33]));
    }

    @Test
    void base64_is_read_with_and_without_padding_but_not_url_safe() {
        // Given
        String[] sameBytes = {"/+8=", "/+8", "/+9"};

        for (String text : sameBytes) {
            // When
            var bytes = UnpaddedBase64.decode(text);

            // Then
            assertThat(bytes).hasValueSatisfying(read -> assertThat(read).containsExactly(0xFF, 0xEF));
        }
        assertThat(UnpaddedBase64.decode("_-8")).isEmpty();
        assertThat(UnpaddedBase64.encode(new byte[] {(byte) 0xFF, (byte) 0xEF})).isEqualTo("/+8");
        assertThat(UnpaddedBase64.encodeUrlSafe(new byte[] {(byte) 0xFF, (byte) 0xEF}))
                .isEqualTo("_-8");
    }
}
