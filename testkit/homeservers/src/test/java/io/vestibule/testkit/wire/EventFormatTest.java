package io.vestibule.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripted homeservers' own hashes and signatures against the golden vectors. */
class EventFormatTest {

    private static final JsonObject VECTORS = vectors();
    private static final ServerName DOMAIN = ServerName.of(VECTORS.getString("server_name"));
    private static final ServerKey KEY = ServerKey.of(
            KeyId.of(VECTORS.getString("key_id")), Base64.getDecoder().decode(VECTORS.getString("seed_b64")));

    @ParameterizedTest
    @ValueSource(strings = {"3", "4", "10", "11", "12"})
    void an_invite_gets_the_golden_hash_signature_and_id(String version) {
        // Given
        EventFormat format = new EventFormat(RoomVersionId.of(version));
        JsonObject golden = VECTORS.getJsonObject("invite_v" + version);
        JsonObject bare = golden.getJsonObject("event").copy();
        bare.remove("hashes");
        bare.remove("signatures");

        // When
        JsonObject signed = format.hashAndSign(bare, DOMAIN, KEY);

        // Then
        assertThat(signed).isEqualTo(golden.getJsonObject("event"));
        assertThat(format.idOf(signed).value()).isEqualTo(golden.getString("event_id"));
        assertThat(format.verify(signed, DOMAIN, KEY.id().value(), KEY.publicKey()))
                .isTrue();
    }

    @Test
    void the_id_of_a_create_event_is_the_room_id_of_version_12() {
        // Given
        EventFormat format = new EventFormat(RoomVersionId.of("12"));
        JsonObject golden = VECTORS.getJsonObject("create_v12");

        // When
        String id = format.idOf(golden.getJsonObject("event")).value();

        // Then
        assertThat(id).isEqualTo(golden.getString("event_id"));
        assertThat(golden.getString("room_id")).isEqualTo("!" + id.substring(1));
    }

    @Test
    void a_changed_event_no_longer_verifies() {
        // Given
        EventFormat format = new EventFormat(RoomVersionId.of("11"));
        JsonObject event =
                VECTORS.getJsonObject("invite_v11").getJsonObject("event").copy();

        // When
        event.put("depth", 6);

        // Then
        assertThat(format.verify(event, DOMAIN, KEY.id().value(), KEY.publicKey()))
                .isFalse();
        assertThat(format.contentHashMatches(event)).isFalse();
    }

    @Test
    void requests_are_signed_like_the_golden_ones() {
        // Given
        JsonObject request = new JsonObject(VECTORS.getJsonObject("xmatrix_put").getString("signed_object"));

        // When
        String signature = KEY.signatureOf(request);

        // Then
        assertThat(signature).isEqualTo(VECTORS.getJsonObject("xmatrix_put").getString("sig"));
        assertThat(KEY.publicKey()).isEqualTo(VECTORS.getString("public_key_b64"));
    }

    private static JsonObject vectors() {
        try (InputStream in = Objects.requireNonNull(
                EventFormatTest.class.getResourceAsStream("/io/vestibule/golden/vectors/matrix.json"))) {
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
