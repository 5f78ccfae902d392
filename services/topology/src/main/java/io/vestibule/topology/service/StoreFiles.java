package io.vestibule.topology.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the files of the stores are as they were written, by the checksums that they have for every block. Opening a store looks at
 * few of them; a look-up that meets a spoilt one later fails, but a scan ends there without a word (Kafka Streams does not ask
 * why an iterator ends), and what falls due would never be done.
 */
final class StoreFiles {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFiles.class);
    private static final String TABLE = ".sst";

    private StoreFiles() {}

    /**
     * Reads every file of every store in the folder, which nobody may have open.
     *
     * @return whether all of them are good
     * @throws IOException if the folder cannot be looked through
     */
    static boolean areSound(Path stateDir) throws IOException {
        RocksDB.loadLibrary();
        boolean sound = true;
        try (Options options = new Options()) {
            for (Path table : tables(stateDir)) {
                sound &= isSound(table, options);
            }
        }
        return sound;
    }

    private static boolean isSound(Path table, Options options) {
        try (SstFileReader reader = new SstFileReader(options)) {
            reader.open(table.toString());
            reader.verifyChecksum();
            return true;
        } catch (RocksDBException spoilt) {
            LOG.atWarn()
                    .addKeyValue("file", table)
                    .addKeyValue("reason", spoilt.getMessage())
                    .log("a file of a store is spoilt");
            return false;
        }
    }

    private static List<Path> tables(Path within) throws IOException {
        try (Stream<Path> files = Files.walk(within)) {
            return files.filter(file -> file.toString().endsWith(TABLE))
                    .sorted()
                    .toList();
        }
    }
}
