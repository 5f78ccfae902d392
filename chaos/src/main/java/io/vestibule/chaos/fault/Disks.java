package io.vestibule.chaos.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What can go wrong with files. */
final class Disks {

    /** Nobody's own disk is filled. */
    private static final long MOST_BYTES = 1L << 30;

    private static final int PIECE = 1 << 20;
    private static final int SPOILT_BYTES = 64;

    /**
     * Fills the file system under a folder.
     *
     * @return what takes the filling away again
     * @throws IOException if it is not a small file system of its own
     */
    Healing fill(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        if (store.getTotalSpace() > MOST_BYTES) {
            throw new IOException(folder + " has no small file system of its own (that needs root)");
        }
        Path filling = folder.resolve("filling");
        byte[] piece = new byte[PIECE];
        try (FileChannel channel = FileChannel.open(filling, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                channel.write(ByteBuffer.wrap(piece));
            }
        } catch (IOException full) {
            return () -> Files.deleteIfExists(filling);
        }
    }

    /** Overwrites bytes in the middle of every file of the stores. */
    void spoilStores(Path folder, int seed) throws IOException {
        Random random = new Random(seed);
        List<Path> tables = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> file.toString().endsWith(".sst")).sorted().forEach(tables::add);
        }
        if (tables.isEmpty()) {
            throw new IOException(folder + " has no store files yet");
        }
        for (Path table : tables) {
            byte[] noise = new byte[SPOILT_BYTES];
            random.nextBytes(noise);
            try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(noise), channel.size() / 2);
            }
        }
    }
}
