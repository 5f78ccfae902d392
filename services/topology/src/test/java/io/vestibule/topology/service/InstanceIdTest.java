package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdTest {

    @TempDir
    Path dir;

    private InstanceId take(boolean standbys, long seed) throws IOException {
        return InstanceId.take(dir.resolve("state"), "pod-0", standbys, new Random(seed));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_name_is_made_once_and_kept_over_clean_stops(boolean standbys) throws IOException {
        // Given
        InstanceId made = take(standbys, 1);
        made.stoppedCleanly();
        // When
        InstanceId kept = take(standbys, 2);
        // Then
        assertThat(made.name()).startsWith("pod-0-");
        assertThat(kept.name()).isEqualTo(made.name());
        assertThat(kept.abandoned()).isEmpty();
    }

    @Test
    void where_others_keep_warm_copies_a_stop_that_was_not_clean_costs_the_name() throws IOException {
        // Given
        InstanceId first = take(true, 1);
        first.stoppedCleanly();
        InstanceId second = take(true, 2);
        // When
        InstanceId third = take(true, 3);
        // Then
        assertThat(second.name()).isEqualTo(first.name());
        assertThat(third.name()).isNotEqualTo(second.name()).startsWith("pod-0-");
        assertThat(third.abandoned()).contains(second.name());
    }

    @Test
    void where_nobody_else_could_take_over_the_name_is_kept_whatever_happened() throws IOException {
        // Given
        InstanceId made = take(false, 1);
        // When
        InstanceId kept = take(false, 2);
        // Then
        assertThat(kept.name()).isEqualTo(made.name());
    }

    @Test
    void a_name_that_the_deployment_changed_is_not_kept() throws IOException {
        // Given
        InstanceId made = take(false, 1);
        // When
        InstanceId other = InstanceId.take(dir.resolve("state"), "pod-1", false, new Random(2));
        // Then
        assertThat(other.name()).startsWith("pod-1-");
        assertThat(other.abandoned()).contains(made.name());
    }

    @Test
    void a_file_that_holds_no_name_is_refused() throws IOException {
        // Given
        Files.writeString(dir.resolve("instance-id"), "two words\n");
        // When
        // Then
        assertThatThrownBy(() -> InstanceId.take(dir, "pod-0", false, new Random(1)))
                .hasMessageContaining("instance-id");
    }
}
