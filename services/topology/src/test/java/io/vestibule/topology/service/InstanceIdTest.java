package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {

    @TempDir
    Path dir;

    @Test
    void a_name_is_made_once_and_kept() throws IOException {
        // Given
        String made = InstanceId.loadOrMake(dir.resolve("new"), new Random(1));
        // When
        String kept = InstanceId.loadOrMake(dir.resolve("new"), new Random(2));
        // Then
        assertThat(kept).isEqualTo(made).startsWith("topology-");
    }

    @Test
    void a_file_that_holds_no_name_is_refused() throws IOException {
        // Given
        Files.writeString(dir.resolve("instance-id"), "two words\n");
        // When
        // Then
        assertThatThrownBy(() -> InstanceId.loadOrMake(dir, new Random(1))).hasMessageContaining("instance-id");
    }
}
