package io.vestibule.matrix.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.Golden;
import io.vestibule.matrix.id.KeyId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Ed25519Test {

    private static final KeyId KEY = KeyId.of("ed25519:1");

    static Stream<Ed25519> implementations() {
        return Stream.concat(Stream.of(Ed25519.portable()), Ed25519.accelerated().stream());
    }

    @Test
    void this_platform_has_the_native_implementation_if_it_is_linux_on_x86_64() {
        // Given
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(platform.equals("Linux amd64"), platform);

        // When
        Ed25519 fastest = Ed25519.fastest();

        // Then
        assertThat(fastest.provider()).startsWith("AmazonCorrettoCryptoProvider");
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void libsodium_and_this_agree_on_every_edge_case(Ed25519 ed25519) {
        // Given
        JsonNode vectors = Golden.json("vectors/ed25519.json");
        List<String> disagreements = new ArrayList<>();

        // When
        for (JsonNode vector : vectors) {
            VerifyKey key = VerifyKey.of(KEY, hex(vector, "public_key"));
            boolean accepted = ed25519.verify(key, hex(vector, "message_hex"), hex(vector, "signature"));
            if (accepted != vector.get("valid").asBoolean()) {
                disagreements.add(vector.toString());
            }
        }

        // Then
        assertThat(vectors).hasSize(926);
        assertThat(disagreements).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void what_one_implementation_signs_every_implementation_signs_and_verifies(Ed25519 ed25519) {
        // Given
        Random random = new Random(42);
        Ed25519 portable = Ed25519.portable();

        for (int i = 0; i < 200; i++) {
            SigningKey key = SigningKey.generate(KEY, random);
            byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(message);

            // When
            byte[] signature = ed25519.sign(key, message);

            // Then
            assertThat(signature).isEqualTo(portable.sign(key, message));
            assertThat(ed25519.verify(key.verifyKey(), message, signature)).isTrue();
            signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(ed25519.verify(key.verifyKey(), message, signature)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void a_signature_of_the_wrong_length_is_refused_without_an_exception(Ed25519 ed25519) {
        // Given
        SigningKey key = SigningKey.of(KEY, new byte[32]);

        // When
        boolean empty = ed25519.verify(key.verifyKey(), new byte[0], new byte[0]);
        boolean tooLong = ed25519.verify(key.verifyKey(), new byte[0], new byte[65]);

        // Then
        assertThat(empty || tooLong).isFalse();
    }

    private static byte[] hex(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.get(name).asText());
    }
}
