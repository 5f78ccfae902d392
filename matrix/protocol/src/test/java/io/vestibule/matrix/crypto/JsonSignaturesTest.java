package io.vestibule.matrix.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonSignaturesTest {

    private static final ServerName SERVER = ServerName.of("a.example");
    private static final SigningKey KEY = SigningKey.generate(KeyId.of("ed25519:1"), new Random(1));
    private static final JsonSignatures SIGNATURES = new JsonSignatures(Ed25519.fastest());

    @Test
    void a_signed_object_keeps_its_bytes_and_its_other_signatures() {
        // Given
        JsonObject object = JsonObject.of("{\"b\": 1,\"signatures\":{\"o\":{\"ed25519:x\":\"y\"}}, \"a\":\"\\u0061\"}");

        // When
        byte[] signed = SIGNATURES.sign(object, SERVER, KEY);

        // Then
        assertThat(signed)
                .asString(UTF_8)
                .startsWith("{\"b\": 1,\"signatures\":{\"o\":{\"ed25519:x\":\"y\"},\"a.example\":{\"ed25519:1\":\"")
                .endsWith("\"}}, \"a\":\"\\u0061\"}");
        assertThat(verify(JsonObject.of(signed))).isEqualTo(new SignatureVerdict.Valid());
    }

    @Test
    void unsigned_data_may_change_and_nothing_else() {
        // Given
        JsonObject signed = JsonObject.of(SIGNATURES.sign(JsonObject.of("{\"a\":1}"), SERVER, KEY));

        // When
        JsonObject aged = JsonObject.of(signed.with("unsigned", "{\"age\":1}".getBytes(UTF_8)));
        JsonObject changed = JsonObject.of(signed.with("a", "2".getBytes(UTF_8)));

        // Then
        assertThat(verify(aged).isValid()).isTrue();
        assertThat(verify(changed)).isEqualTo(new SignatureVerdict.Wrong(SERVER, KEY.id()));
    }

    @Test
    void padding_and_unused_bits_do_not_matter() {
        // Given
        JsonObject signed = JsonObject.of(SIGNATURES.sign(JsonObject.of("{}"), SERVER, KEY));
        String text = signed.object("signatures")
                .flatMap(all -> all.object("a.example"))
                .flatMap(keys -> keys.string("ed25519:1"))
                .orElseThrow();

        // When
        JsonObject padded = JsonObject.of(signed.toString().replace(text, text + "=="));

        // Then
        assertThat(verify(padded).isValid()).isTrue();
    }

    @Test
    void objects_without_proper_signatures_are_unsigned() {
        // Given
        String[] objects = {
            "{}",
            "{\"signatures\":1}",
            "{\"signatures\":{}}",
            "{\"signatures\":{\"a.example\":[]}}",
            "{\"signatures\":{\"a.example\":{}}}"
        };

        for (String object : objects) {
            // When
            SignatureVerdict verdict = verify(JsonObject.of(object));

            // Then
            assertThat(verdict).as(object).isEqualTo(new SignatureVerdict.Unsigned(SERVER));
        }
    }

    private static SignatureVerdict verify(JsonObject object) {
        return SIGNATURES.verify(
                object, SERVER, id -> id.equals(KEY.id()) ? Optional.of(KEY.verifyKey()) : Optional.empty());
    }
}
