package io.vestibule.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a benchmark runs. Immutable.
 *
 * @param description cores, kind of processor and memory
 * @param jdk the JVM
 * @param commit the checked-out commit, with {@code +} for changes on top; {@code unknown} outside a checkout
 */
public record Machine(String description, String jdk, String commit) {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final double KB_PER_GIB = 1024.0 * 1024.0;

    /** Looks at this machine and at the checkout in {@code vestibule.home}. */
    public static Machine here() {
        String description = Runtime.getRuntime().availableProcessors() + " cores " + System.getProperty("os.arch")
                + field(PROCESSOR, "model name")
                        .map(model -> " (" + model + ")")
                        .orElse("")
                + field(MEMORY, "MemTotal").map(Machine::gibibytes).orElse("");
        return new Machine(description, System.getProperty("java.vm.version"), checkedOut());
    }

    /** @return how many processes wanted the processor over the last minute; -1 where that is not told */
    public static double load() {
        try {
            return Double.parseDouble(Files.readString(LOAD).split(" ")[0]);
        } catch (IOException e) {
            return -1;
        }
    }

    private static Optional<String> field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String gibibytes(String memory) {
        return ", " + Math.round(Long.parseLong(memory.split(" ")[0]) / KB_PER_GIB) + " GiB";
    }

    private static String checkedOut() {
        String hash = git("rev-parse", "--short=12", "HEAD");
        if (hash.isEmpty()) {
            return "unknown";
        }
        return git("status", "--porcelain", "--untracked-files=no").isEmpty() ? hash : hash + "+";
    }

    private static String git(String... arguments) {
        Path home = Path.of(System.getProperty("vestibule.home", "."));
        String[] command = Stream.concat(Stream.of("git", "-C", home.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? said.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
