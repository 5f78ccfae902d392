package io.vestibule.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeTest {

    @TempDir
    private Path checkout;

    @Test
    void the_code_of_a_checkout_is_what_its_launcher_would_run() throws IOException {
        // Given
        Path target = checkout.resolve("services/standalone/target");
        Files.createDirectories(target.resolve("lib"));
        Path jar = Files.writeString(target.resolve("vestibule-standalone-0.1.0-SNAPSHOT.jar"), "classes");
        Files.createFile(target.resolve("launcher-1.aot"));

        // Then
        assertThat(Code.of(checkout).options()).containsExactly("-cp", jar + ":" + target.resolve("lib") + "/*");

        // When
        Files.writeString(target.resolve("launcher-2.aot"), "what was loaded once");

        // Then
        assertThat(Code.of(checkout).options()).contains("-XX:AOTCache=" + target.resolve("launcher-2.aot"));
    }

    @Test
    void a_checkout_that_is_not_built_is_named() {
        assertThatThrownBy(() -> Code.of(checkout))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(checkout.toString())
                .hasMessageContaining("not built");
    }
}
