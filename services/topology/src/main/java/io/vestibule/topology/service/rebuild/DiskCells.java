package io.vestibule.topology.service.rebuild;

import io.vestibule.topology.LedgerFold;
import io.vestibule.topology.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** The content of stores on disk, in a folder of its own that is deleted in the end: a ledger may be larger than memory. */
final class DiskCells implements LedgerFold.Cells, AutoCloseable {

    private static final byte MARK = 0;
    private static final byte[] NOTHING = new byte[0];

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final Options options;
    private final WriteOptions writing;
    private final RocksDB database;

    /**
     * @param within where the folder is made
     * @throws UncheckedIOException if it cannot be
     */
    DiskCells(Path within) {
        try {
            Files.createDirectories(within);
            this.folder = Files.createTempDirectory(within, "rebuild-");
            this.options = new Options().setCreateIfMissing(true);
            this.writing = new WriteOptions().setDisableWAL(true);
            this.database = RocksDB.open(options, folder.toString());
        } catch (IOException | RocksDBException e) {
            throw failed(new IOException("no room for a rebuild in " + within + ": " + e.getMessage(), e));
        }
    }

    @Override
    public byte @Nullable [] get(Section section, byte[] key) {
        try {
            return database.get(section.stored(key));
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    @Override
    public void put(Section section, byte[] key, byte @Nullable [] value) {
        try {
            if (value == null) {
                database.delete(writing, section.stored(key));
            } else {
                database.put(writing, section.stored(key), value);
            }
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    @Override
    public void forEach(Section section, byte[] beginning, BiConsumer<byte[], byte[]> entry) {
        byte[] prefix = section.stored(beginning);
        try (RocksIterator found = database.newIterator()) {
            for (found.seek(prefix); found.isValid(); found.next()) {
                byte[] key = found.key();
                if (!Arrays.equals(key, 0, Math.min(prefix.length, key.length), prefix, 0, prefix.length)) {
                    break;
                }
                entry.accept(Section.bare(key), found.value());
            }
            found.status();
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    @Override
    public void mark(byte[] record) {
        try {
            database.put(writing, marked(record), NOTHING);
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    @Override
    public boolean isMarked(byte[] record) {
        try {
            return database.get(marked(record)) != null;
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    /** Before every section. */
    private static byte[] marked(byte[] record) {
        return ByteBuffer.allocate(1 + record.length).put(MARK).put(record).array();
    }

    private static UncheckedIOException failed(IOException failure) {
        return new UncheckedIOException(failure);
    }

    @Override
    public void close() {
        database.close();
        writing.close();
        options.close();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw failed(new IOException(folder + " is left behind", e));
        }
    }
}
