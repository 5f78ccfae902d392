package io.vestibule.topology.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoiledStoresTest {

    @TempDir
    Path dir;

    private Path application;
    private Path store;

    @BeforeEach
    void aStoreThatNobodyClosed() throws IOException {
        application = dir.resolve("vestibule-topology");
        store = application.resolve("0_3/rocksdb/rooms");
        Files.createDirectories(store);
        Files.writeString(store.resolve("MANIFEST-000004"), "torn");
        Files.writeString(application.resolve("kafka-streams-process-metadata"), "{}");
        Files.writeString(dir.resolve("instance-id"), "topology-1\n");
    }

    @Test
    void stores_go_and_what_else_there_is_stays() throws IOException {
        // When
        SpoiledStores.delete(dir);
        // Then
        assertThat(application.resolve("0_3")).doesNotExist();
        assertThat(application.resolve("kafka-streams-process-metadata")).exists();
        assertThat(dir.resolve("instance-id")).exists();
    }

    @Test
    void the_stores_of_an_application_that_runs_are_left_alone() throws IOException {
        // Given
        try (FileChannel running =
                FileChannel.open(application.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            running.lock();
            // When
            SpoiledStores.delete(dir);
        }
        // Then
        assertThat(store.resolve("MANIFEST-000004")).exists();
    }
}
