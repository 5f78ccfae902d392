package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One command of the launcher's main class in a JVM of its own, to be killed and started again. What it logs stands in a file
 * beside its configuration. Not thread-safe.
 */
final class ServiceProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 30;

    private final String command;
    private final Path config;
    private final List<String> jvmOptions;
    private Process process;

    private ServiceProcess(String command, Path config, List<String> jvmOptions) throws IOException {
        this.command = command;
        this.config = config;
        this.jvmOptions = jvmOptions;
        this.process = launch();
    }

    /** Starts a command with a configuration and returns when it has said that it is ready. */
    static ServiceProcess start(String command, Path config, String... jvmOptions) throws IOException {
        return new ServiceProcess(command, config, List.of(jvmOptions));
    }

    /** Ends it as a power cut would; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again and returns when it is ready. */
    void restart() throws IOException {
        process = launch();
    }

    /** Sends SIGTERM and returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not stop within " + STOP_SECONDS + " s");
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Process launch() throws IOException {
        Path log = config.resolveSibling(command + ".log");
        Process started = new ProcessBuilder(commandLine())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader output = started.inputReader(UTF_8);
        String line = output.readLine();
        if (line == null || !line.startsWith("ready")) {
            started.destroyForcibly();
            throw new AssertionError(command + " did not start: " + line + "\n" + Files.readString(log));
        }
        return started;
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.vestibule.schemas"));
        line.addAll(jvmOptions);
        line.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                command,
                "--config",
                config.toString()));
        return line;
    }
}
