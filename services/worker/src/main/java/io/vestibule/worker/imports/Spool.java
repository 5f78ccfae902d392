package io.vestibule.worker.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what is too large for memory, with a bound on what lies in it. What a crash left behind is deleted at the
 * start. Thread-safe.
 */
public final class Spool {
    private static final String SUFFIX = ".events";

    /** What lies in memory before there is a file: most rooms are small, and for them none is worth making. */
    private static final int MOST_IN_MEMORY = 16 * 1024;

    /** There is no room for more at the moment. */
    public static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        FullException(long most) {
            super("the spool holds " + most + " bytes already");
        }
    }

    private final Path folder;
    private final long mostBytes;
    private final AtomicLong held = new AtomicLong();

    private Spool(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /**
     * @param folder made if it is missing; belongs to this process alone
     * @param mostBytes how much may lie there at once
     * @return the spool, empty
     * @throws IOException if the folder cannot be made or cleared
     */
    public static Spool open(Path folder, long mostBytes) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        return new Spool(folder, mostBytes);
    }

    /** @return something empty to append to, to be closed, which deletes it */
    Spooled begin() {
        return new Spooled();
    }

    /** What one import has put aside. First written, then read; used by one thread. */
    final class Spooled implements AutoCloseable {
        private byte[] inMemory = {};
        private @Nullable Path file;
        private @Nullable OutputStream out;
        private long bytes;

        private Spooled() {}

        /**
         * Appends {@code from[0, length)}.
         *
         * @throws FullException if there is no room
         * @throws IOException if the disk fails
         */
        void append(byte[] from, int length) throws IOException {
            grow(length);
            if (out == null && inMemory.length + length <= MOST_IN_MEMORY) {
                int before = inMemory.length;
                inMemory = Arrays.copyOf(inMemory, before + length);
                System.arraycopy(from, 0, inMemory, before, length);
                return;
            }
            if (out == null) {
                file = Files.createTempFile(folder, "import-", SUFFIX);
                out = Files.newOutputStream(file);
            }
            out.write(from, 0, length);
        }

        /** @return whether everything is in memory */
        boolean isSmall() {
            return file == null;
        }

        /** @return how much it is */
        long bytes() {
            return bytes;
        }

        /** @return everything from the beginning; to be closed */
        InputStream read() throws IOException {
            InputStream first = new ByteArrayInputStream(inMemory);
            return file == null ? first : new SequenceInputStream(first, Files.newInputStream(file));
        }

        private void grow(int more) throws FullException {
            if (held.addAndGet(more) > mostBytes) {
                held.addAndGet(-more);
                throw new FullException(mostBytes);
            }
            bytes += more;
        }

        @Override
        public void close() throws IOException {
            held.addAndGet(-bytes);
            bytes = 0;
            if (out != null) {
                out.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }
}
