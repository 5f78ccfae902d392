package io.vestibule.kit.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameFileTest {

    @TempDir
    Path dir;

    @Test
    void a_name_is_made_once_in_a_folder_that_need_not_be_there_and_kept() throws IOException {
        // Given
        String made = new NameFile(dir.resolve("new/name")).readOrMake("worker", new Random(1));
        // When
        String kept = new NameFile(dir.resolve("new/name")).readOrMake("worker", new Random(2));
        // Then
        assertThat(kept).isEqualTo(made).startsWith("worker-");
    }

    @Test
    void two_folders_have_two_names() throws IOException {
        assertThat(new NameFile(dir.resolve("a/name")).readOrMake("worker", new Random(1)))
                .isNotEqualTo(new NameFile(dir.resolve("b/name")).readOrMake("worker", new Random(2)));
    }

    @Test
    void a_file_that_holds_no_name_is_refused_and_named() throws IOException {
        // Given
        Files.writeString(dir.resolve("worker-instance-id"), "two words\n");
        // When
        // Then
        assertThatThrownBy(() -> new NameFile(dir.resolve("worker-instance-id")).readOrMake("worker", new Random(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("worker-instance-id");
    }
}
