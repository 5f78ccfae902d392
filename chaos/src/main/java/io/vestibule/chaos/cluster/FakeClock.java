package io.vestibule.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which can be stepped while that runs, by <a href="https://github.com/wolfcw/libfaketime">libfaketime</a>
 * where it is installed. What measures durations is left alone.
 *
 * @param library that is loaded into the process
 * @param offset says how far the clock is off; looked at by the process every second
 */
record FakeClock(Path library, Path offset) {

    private static final String NAME = "faketime/libfaketimeMT.so.1";

    /** @return a clock that is right, or empty if it cannot be had here */
    static Optional<FakeClock> in(Path folder, String process) throws IOException {
        Optional<Path> library = installed();
        if (library.isEmpty()) {
            return Optional.empty();
        }
        FakeClock clock = new FakeClock(library.get(), folder.resolve(process + ".clock"));
        clock.step(Duration.ZERO);
        return Optional.of(clock);
    }

    /** Lets it be so far ahead of the real time from here on, or behind it. */
    void step(Duration by) throws IOException {
        Path written = offset.resolveSibling(offset.getFileName() + ".new");
        Files.writeString(written, (by.isNegative() ? "" : "+") + by.toSeconds() + "s\n");
        Files.move(written, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return what has to be in the environment of the process */
    Map<String, String> environment() {
        // With the fix, every timed wait of a JVM ends at once, and it does nothing but wait.
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1",
                "NO_FAKE_STAT", "1");
    }

    // Debian has it in a folder that is named after the architecture, others do not.
    private static Optional<Path> installed() throws IOException {
        for (Path root : new Path[] {Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib")}) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> inside = Files.list(root)) {
                    Optional<Path> found = Stream.concat(Stream.of(root), inside)
                            .map(folder -> folder.resolve(NAME))
                            .filter(Files::isRegularFile)
                            .findFirst();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
