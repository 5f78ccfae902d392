package io.vestibule.matrix.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyFileTest {

    private static final String SEED = "YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1";
    private static final String PUBLIC = "XGX0JRS2Af3be3knz2fBiRbApjm2Dh61gXDJA8kcJNI";

    @Test
    void several_keys_and_old_ones_are_read_and_the_first_signs() {
        // Given
        String text = """
                # keys of us.example
                ed25519 a_Now %s

                ed25519 a_Next 7uf0efNJtG23gYUOZYcoBV0+pj9eHW71zEXd3Sy7pM0=
                ed25519 a_Old 1700000000000 %s
                """.formatted(SEED, PUBLIC);

        // When
        SigningKeyFile file = SigningKeyFile.parse(text);

        // Then
        assertThat(file.signingKey().id()).hasToString("ed25519:a_Now");
        assertThat(file.signingKey().verifyKey().base64()).isEqualTo(PUBLIC);
        assertThat(file.keys()).hasSize(2);
        assertThat(file.oldKeys()).singleElement().satisfies(old -> {
            assertThat(old.key().id()).hasToString("ed25519:a_Old");
            assertThat(old.key().base64()).isEqualTo(PUBLIC);
            assertThat(old.expiredTs()).isEqualTo(1_700_000_000_000L);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ed25519 a_1",
                "ed25519 a_1 short",
                "ed25519 a_1 " + SEED + "A",
                "rsa a_1 " + SEED,
                "ed25519 a_1 soon " + PUBLIC,
                "ed25519 a_1 -1 " + PUBLIC,
                "ed25519 a_1 " + SEED + " x y"
            })
    void a_wrong_line_is_named_by_its_number_and_never_quoted(String line) {
        // Given
        String text = "ed25519 a_0 " + SEED + "\n" + line;

        // When
        var thrown = assertThatIllegalArgumentException().isThrownBy(() -> SigningKeyFile.parse(text));

        // Then
        thrown.withMessageContaining("line 2")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SEED));
    }

    @Test
    void a_file_without_a_key_or_with_one_id_twice_is_refused() {
        // Given
        String twice = "ed25519 a_1 %s%ned25519 a_1 1 %s".formatted(SEED, PUBLIC);

        // When
        var none = assertThatIllegalArgumentException().isThrownBy(() -> SigningKeyFile.parse("# nothing\n"));

        // Then
        none.withMessageContaining("no signing key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeyFile.parse(twice))
                .withMessageContaining("twice");
    }

    @Test
    void a_new_key_is_written_for_its_owner_alone_and_read_back(@TempDir Path directory) throws Exception {
        // Given
        Path path = directory.resolve("signing.key");
        SigningKeyFile generated = SigningKeyFile.generate(new Random(1));

        // When
        generated.write(path);

        // Then
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        SigningKeyFile read = SigningKeyFile.read(path);
        assertThat(read.signingKey().verifyKey())
                .isEqualTo(generated.signingKey().verifyKey());
        assertThat(read.signingKey().id().value()).matches("ed25519:a_[a-zA-Z]{4}");
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> generated.write(path));
    }

    @Test
    void old_keys_survive_writing(@TempDir Path directory) throws Exception {
        // Given
        Path path = directory.resolve("signing.key");
        SigningKeyFile file = SigningKeyFile.parse("ed25519 a_1 %s%ned25519 a_2 17 %s".formatted(SEED, PUBLIC));

        // When
        file.write(path);

        // Then
        assertThat(SigningKeyFile.read(path).oldKeys()).isEqualTo(file.oldKeys());
    }

    @Test
    void the_file_is_named_when_it_is_wrong(@TempDir Path directory) throws Exception {
        // Given
        Path path = Files.writeString(directory.resolve("signing.key"), "nonsense");

        // When
        var thrown = assertThatIllegalArgumentException().isThrownBy(() -> SigningKeyFile.read(path));

        // Then
        thrown.withMessageContaining(path.toString());
    }

    @Test
    void no_text_shows_a_seed() {
        // Given
        SigningKeyFile file = SigningKeyFile.parse("ed25519 a_1 " + SEED);

        // When
        String text = file + " " + file.signingKey();

        // Then
        assertThat(text).contains(PUBLIC).doesNotContain(SEED);
    }
}
