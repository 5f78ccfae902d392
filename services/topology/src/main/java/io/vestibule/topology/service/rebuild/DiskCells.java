package io.vestibule.topology.service.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.topology.LedgerFold;
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

    private static final byte END_OF_NAME = 0;

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
    public byte @Nullable [] get(String store, byte[] key) {
        try {
            return database.get(in(store, key));
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    @Override
    public void put(String store, byte[] key, byte @Nullable [] value) {
        try {
            if (value == null) {
                database.delete(writing, in(store, key));
            } else {
                database.put(writing, in(store, key), value);
            }
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    @Override
    public void forEach(String store, byte[] beginning, BiConsumer<byte[], byte[]> entry) {
        int name = in(store, new byte[0]).length;
        byte[] prefix = in(store, beginning);
        try (RocksIterator found = database.newIterator()) {
            for (found.seek(prefix); found.isValid(); found.next()) {
                byte[] key = found.key();
                if (!Arrays.equals(key, 0, Math.min(prefix.length, key.length), prefix, 0, prefix.length)) {
                    break;
                }
                entry.accept(Arrays.copyOfRange(key, name, key.length), found.value());
            }
            found.status();
        } catch (RocksDBException e) {
            throw failed(new IOException(e));
        }
    }

    private static byte[] in(String store, byte[] key) {
        byte[] name = store.getBytes(UTF_8);
        return ByteBuffer.allocate(name.length + 1 + key.length)
                .put(name)
                .put(END_OF_NAME)
                .put(key)
                .array();
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
