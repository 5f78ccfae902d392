package io.vestibule.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system in memory that can be filled without harm to anybody else. Mounting one needs root on Linux. */
final class SmallDisk implements AutoCloseable {

    private static final String SIZE = "size=512m";

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** @return one at this place, or empty if it cannot be had here */
    static Optional<SmallDisk> under(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString());
        return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            run("umount", folder.toString());
        } catch (IOException noSuchProgram) {
            throw new UncheckedIOException(noSuchProgram);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(String... command) throws InterruptedException, IOException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
