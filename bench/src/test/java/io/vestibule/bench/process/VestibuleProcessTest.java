package io.vestibule.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VestibuleProcessTest {

    @Test
    void what_is_measured_has_the_heap_that_the_launcher_gives_it() throws IOException {
        // Given
        String launcher = Files.readString(Path.of("..", "vestibule"));
        // When
        String ratios = String.join(" ", VestibuleProcess.HEAP_RATIOS);
        // Then
        assertThat(launcher).contains(ratios + "'");
    }
}
