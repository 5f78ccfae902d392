package io.vestibule.bench.process;

import io.vestibule.standalone.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A Vestibule in a JVM of its own. Not thread-safe. */
public final class VestibuleProcess implements AutoCloseable {

    private static final long READY_WITHIN_SECONDS = 300;
    private static final long STOP_WITHIN_SECONDS = 20;
    private static final String READY = "ready ";
    private static final double NANOS_PER_MS = 1e6;

    /** The options that the launcher starts a service alone with, for the heap. */
    public static final List<String> HEAP_RATIOS = List.of("-XX:MinHeapFreeRatio=70", "-XX:MaxHeapFreeRatio=85");

    private final Process process;
    private final Path log;
    private final long startedAt = System.nanoTime();
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();

    private record Ready(String line, long at) {}

    private VestibuleProcess(ProcessBuilder command, Path log) throws IOException {
        this.process = command.redirectError(log.toFile()).start();
        this.log = log;
        Thread.ofPlatform().daemon().name("stdout of " + process.pid()).start(this::listen);
    }

    /**
     * Starts one with the class path of this JVM and returns when it serves.
     *
     * @param command for instance {@code ingress}
     * @param config the configuration file; the log goes beside it
     * @param jvmOptions for the JVM
     */
    public static VestibuleProcess start(String command, Path config, List<String> jvmOptions)
            throws IOException, InterruptedException {
        return start(command, config, jvmOptions, List.of());
    }

    /** The same, with words before the command line, for instance to pin the process to cores. */
    public static VestibuleProcess start(String command, Path config, List<String> jvmOptions, List<String> before)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(before);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        line.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.vestibule.schemas");
        line.addAll(HEAP_RATIOS);
        line.addAll(jvmOptions);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), command));
        line.addAll(List.of("--config", config.toString()));
        return ready(new ProcessBuilder(line), config.resolveSibling(command + ".log"));
    }

    /** Starts one as an operator does, with the launcher of the checkout, and returns when it serves; empty outside one. */
    public static Optional<VestibuleProcess> launch(String command, Path config)
            throws IOException, InterruptedException {
        String home = System.getProperty("vestibule.home", "");
        Path launcher = Path.of(home, "vestibule");
        if (home.isEmpty() || !Files.isExecutable(launcher)) {
            return Optional.empty();
        }
        ProcessBuilder line = new ProcessBuilder(launcher.toString(), command, "--config", config.toString());
        return Optional.of(ready(line, config.resolveSibling(command + ".log")));
    }

    /** @return how long it took from its start to its ready line */
    public double readyAfterMs() {
        return (ready.join().at() - startedAt) / NANOS_PER_MS;
    }

    /** @return where a part of it serves, by what it is called on its ready line */
    public String address(String part) {
        return Stream.of(ready.join().line().split(" "))
                .filter(said -> said.startsWith(part + "="))
                .map(said -> said.substring(part.length() + 1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + part + " in: " + ready.join()));
    }

    /** @return what can be seen of it from outside */
    public ProcessWatch watch() {
        return new ProcessWatch(process.pid());
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private static VestibuleProcess ready(ProcessBuilder command, Path log) throws IOException, InterruptedException {
        VestibuleProcess started = new VestibuleProcess(command, log);
        started.awaitReady();
        return started;
    }

    private void listen() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(new Ready(line, System.nanoTime()));
                }
            }
            ready.completeExceptionally(new IOException("it ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        try {
            ready.get(READY_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            String said = Files.readString(log);
            throw new IOException(
                    "Vestibule did not start; its log ends with\n" + said.substring(Math.max(0, said.length() - 2000)),
                    e);
        }
    }
}
