package io.vestibule.worker.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder for bodies that are too large for memory, with a bound on what lies in it. What a crash left behind is deleted at
 * the start. Thread-safe.
 */
public final class Spool {
    private static final String SUFFIX = ".body";
    private static final int CHUNK_BYTES = 64 * 1024;

    /** There is no room for another body at the moment. */
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

    /**
     * Takes a body in.
     *
     * @return the body, to be closed, which deletes it
     * @throws FullException if there is no room
     * @throws IOException if the body breaks off or the disk fails
     */
    public Spooled take(InputStream body) throws IOException {
        Path file = Files.createTempFile(folder, "answer-", SUFFIX);
        Spooled spooled = new Spooled(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                spooled.grow(read);
                out.write(chunk, 0, read);
            }
            return spooled;
        } catch (IOException | RuntimeException failed) {
            spooled.close();
            throw failed;
        }
    }

    /** A body in a file. */
    public final class Spooled implements AutoCloseable {
        private final Path file;
        private long bytes;

        private Spooled(Path file) {
            this.file = file;
        }

        private void grow(int more) throws FullException {
            if (held.addAndGet(more) > mostBytes) {
                held.addAndGet(-more);
                throw new FullException(mostBytes);
            }
            bytes += more;
        }

        /** @return how large it is */
        public long bytes() {
            return bytes;
        }

        /** @return the body from its beginning; to be closed */
        public InputStream read() throws IOException {
            return new BufferedInputStream(Files.newInputStream(file), CHUNK_BYTES);
        }

        @Override
        public void close() throws IOException {
            held.addAndGet(-bytes);
            bytes = 0;
            Files.deleteIfExists(file);
        }
    }
}
