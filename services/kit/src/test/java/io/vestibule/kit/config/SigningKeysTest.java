package io.vestibule.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.matrix.crypto.SigningKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {

    @TempDir
    Path folder;

    @Test
    void a_key_is_generated_once_and_only_its_owner_may_read_it() throws IOException {
        // Given
        VestibuleConfig config =
                ConfigLoader.with(Map.of("data-dir", folder.resolve("deep/data").toString()));
        // When
        SigningKeyFile first = SigningKeys.load(config.server());
        SigningKeyFile second = SigningKeys.load(config.server());
        // Then
        assertThat(second.signingKey().verifyKey()).isEqualTo(first.signingKey().verifyKey());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(config.server().signingKeyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_was_named_is_never_made_up() {
        // Given
        Path missing = folder.resolve("missing.key");
        VestibuleConfig config = ConfigLoader.with(Map.of("signing-key-file", missing.toString()));
        // When
        // Then
        assertThatThrownBy(() -> SigningKeys.load(config.server()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("signing-key-file")
                .hasMessageContaining(missing.toString());
        assertThat(missing).doesNotExist();
    }

    @Test
    void a_wrong_line_is_named_without_its_content() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("signing.key"), "ed25519 a_1 notASeed\n");
        VestibuleConfig config = ConfigLoader.with(Map.of("signing-key-file", file.toString()));
        // When
        // Then
        assertThatThrownBy(() -> SigningKeys.load(config.server()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("notASeed");
    }
}
