package io.vestibule.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The same broker in a JVM of its own, for tests that kill it. It ends with its parent.
 *
 * <p>Port and directory stay the same over {@link #kill()} and {@link #restart()}. What the child logs stands in
 * {@code process.log} in the data directory. Not thread-safe.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final String HEAP = "-Xmx256m";

    private final BrokerConfig config;
    private Process process;

    private BrokerProcess(BrokerConfig config, Process process) {
        this.config = config;
        this.process = process;
    }

    /**
     * Starts a child with a broker and returns when it takes requests.
     *
     * @throws BrokerStartException if it does not come up; the message ends with what the child said
     */
    public static BrokerProcess start(BrokerConfig config) {
        BrokerConfig fixed = config.port() == 0 ? config.onPort(Ports.free(config.host(), 0)) : config;
        return new BrokerProcess(fixed, launch(fixed));
    }

    /** @return {@code host:port}, for {@code bootstrap.servers} */
    public String bootstrapServers() {
        return config.host() + ":" + config.port();
    }

    /** @return the child's process ID */
    public long pid() {
        return process.pid();
    }

    /** Ends the child as a power cut would (SIGKILL); returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops the child cleanly; returns when it is gone. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Starts the child again on its directory and port, after {@link #kill()} or {@link #stop()}. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("the broker is running");
        }
        process = launch(config);
    }

    /** Stops the child if it runs. */
    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(BrokerConfig config) {
        Path log = config.dataDirectory().resolve("process.log");
        try {
            Files.createDirectories(config.dataDirectory());
            Process process = new ProcessBuilder(command(config))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            BufferedReader output = process.inputReader(UTF_8);
            String line = output.readLine();
            if (!BrokerMain.READY.equals(line)) {
                process.destroyForcibly();
                throw new BrokerStartException("the broker process did not start: " + line + "\n" + tail(log));
            }
            return process;
        } catch (IOException failure) {
            throw new BrokerStartException("the broker process did not start, see " + log, failure);
        }
    }

    private static List<String> command(BrokerConfig config) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                config.dataDirectory().toString(),
                config.host(),
                Integer.toString(config.port()),
                config.seat().map(QuorumSeat::text).orElse(BrokerMain.ALONE)));
        config.overrides().forEach((key, value) -> command.add(key + "=" + value));
        return command;
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
