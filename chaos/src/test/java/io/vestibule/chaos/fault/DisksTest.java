package io.vestibule.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisksTest {

    private final Disks disks = new Disks();

    @TempDir
    Path folder;

    @Test
    void bytes_in_the_middle_of_every_store_file_are_others_and_nothing_else_is() throws IOException {
        // Given
        Path table = folder.resolve("0_1/rocksdb/invites/000012.sst");
        Files.createDirectories(table.getParent());
        Files.write(table, new byte[1000]);
        Path other = Files.write(folder.resolve("instance-id"), new byte[100]);

        // When
        disks.spoilStores(folder, 5);

        // Then
        byte[] spoilt = Files.readAllBytes(table);
        assertThat(spoilt).hasSize(1000).isNotEqualTo(new byte[1000]);
        assertThat(spoilt[0]).isZero();
        assertThat(Files.readAllBytes(other)).isEqualTo(new byte[100]);
    }

    @Test
    void stores_without_files_cannot_be_spoilt() {
        assertThatThrownBy(() -> disks.spoilStores(folder, 5)).isInstanceOf(IOException.class);
    }

    @Test
    void a_file_system_that_others_live_on_is_never_filled() {
        assertThatThrownBy(() -> disks.fill(folder)).hasMessageContaining("no small file system of its own");
        assertThat(folder).isEmptyDirectory();
    }
}
