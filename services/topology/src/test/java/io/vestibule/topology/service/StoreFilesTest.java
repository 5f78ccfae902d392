package io.vestibule.topology.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class StoreFilesTest {

    private static final int RECORDS = 2_000;

    @TempDir
    Path dir;

    private Path table;

    @BeforeEach
    void aStoreThatWasClosed() throws IOException, RocksDBException {
        Path store = Files.createDirectories(dir.resolve("vestibule-topology/0_3/rocksdb/rooms"));
        RocksDB.loadLibrary();
        try (Options options = new Options().setCreateIfMissing(true);
                FlushOptions flush = new FlushOptions();
                RocksDB db = RocksDB.open(options, store.toString())) {
            for (int i = 0; i < RECORDS; i++) {
                db.put(("room " + i).getBytes(UTF_8), ("record " + i).getBytes(UTF_8));
            }
            db.flush(flush);
        }
        try (Stream<Path> files = Files.list(store)) {
            table = files.filter(file -> file.toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void files_as_they_were_written_are_sound() throws IOException {
        assertThat(StoreFiles.areSound(dir)).isTrue();
    }

    @Test
    void a_folder_without_stores_is_sound() throws IOException {
        assertThat(StoreFiles.areSound(Files.createDirectory(dir.resolve("empty"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50, 90, 99})
    void one_byte_that_has_changed_is_found_wherever_it_is(int percent) throws IOException {
        // Given
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length * percent / 100] ^= 1;
        Files.write(table, bytes);

        // When
        boolean sound = StoreFiles.areSound(dir);

        // Then
        assertThat(sound).isFalse();
    }

    @Test
    void a_file_that_was_cut_off_is_found() throws IOException {
        // Given
        byte[] bytes = Files.readAllBytes(table);
        Files.write(table, Arrays.copyOf(bytes, bytes.length / 2));

        // When
        boolean sound = StoreFiles.areSound(dir);

        // Then
        assertThat(sound).isFalse();
    }
}
