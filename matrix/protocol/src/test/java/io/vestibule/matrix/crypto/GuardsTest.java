package io.vestibule.matrix.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guards that no signature of the vectors can reach, because nobody knows a secret for such a key. */
class GuardsTest {

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 9, 18})
    void a_key_at_or_above_the_prime_is_refused_with_either_sign(int above) {
        // Given
        byte[] key = Guards.littleEndian(PRIME.add(BigInteger.valueOf(above)));

        // When
        boolean accepted = Guards.acceptsKey(key);

        // Then
        assertThat(accepted).isFalse();
        key[31] |= (byte) 0x80;
        assertThat(Guards.acceptsKey(key)).isFalse();
    }

    @Test
    void keys_below_the_prime_are_accepted_unless_their_order_is_small() {
        // Given
        byte[] largest = Guards.littleEndian(PRIME.subtract(BigInteger.TWO));

        // When
        boolean accepted = Guards.acceptsKey(largest);

        // Then
        assertThat(accepted).isTrue();
        assertThat(Guards.acceptsKey(Guards.littleEndian(BigInteger.ONE))).isFalse();
        assertThat(Guards.acceptsKey(Guards.littleEndian(PRIME.subtract(BigInteger.ONE))))
                .isFalse();
    }

    @Test
    void a_scalar_must_be_below_the_order() {
        // Given
        byte[] signature = new byte[64];
        signature[0] = 3;
        System.arraycopy(Guards.littleEndian(Guards.ORDER.subtract(BigInteger.ONE)), 0, signature, 32, 32);

        // When
        boolean accepted = Guards.acceptsSignature(signature);

        // Then
        assertThat(accepted).isTrue();
        System.arraycopy(Guards.littleEndian(Guards.ORDER), 0, signature, 32, 32);
        assertThat(Guards.acceptsSignature(signature)).isFalse();
    }
}
