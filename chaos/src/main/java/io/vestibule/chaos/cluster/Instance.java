package io.vestibule.chaos.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service in a JVM of its own. It is looked after as an operator's supervisor does: if it ends without
 * being told to, it is started again a second later. Thread-safe.
 */
public final class Instance implements AutoCloseable {

    private static final long STOP_SECONDS = 60;
    private static final long AGAIN_MS = 1000;
    private static final long LOOK_MS = 200;

    private final Role role;
    private final String name;
    private final Path config;
    private final Path data;
    private final HealthProbe health;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    private @Nullable Process process;
    private final Optional<FakeClock> clock;
    private Code code = Code.ours();
    private boolean wanted;
    private int deaths;

    /** Where an instance's files are. */
    record Files(Path config, Path data) {}

    Instance(Role role, String name, Files files, HealthProbe health, Optional<FakeClock> clock) {
        this.role = role;
        this.name = name;
        this.config = files.config();
        this.data = files.data();
        this.health = health;
        this.clock = clock;
    }

    /** @return what it does */
    public Role role() {
        return role;
    }

    /** @return what people call it */
    public String name() {
        return name;
    }

    /** @return where it keeps what it has */
    public Path data() {
        return data;
    }

    /** @return how often it ended without being told to */
    public synchronized int deaths() {
        return deaths;
    }

    /** Lets its clock be so far ahead of the real time, or behind it; within a second it is.
     *
     * @throws IOException if it has no clock of its own
     */
    public void stepClock(Duration by) throws IOException {
        if (clock.isEmpty()) {
            throw new IOException(name + " has no clock of its own (that needs libfaketime)");
        }
        clock.get().step(by);
    }

    /** Lets it run this code when it is started the next time. */
    synchronized void willRun(Code other) {
        code = other;
    }

    /** Starts it and returns at once. */
    public synchronized void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " is running");
        }
        wanted = true;
        launch();
    }

    /**
     * Waits until it has started, and says that it is ready.
     *
     * @return whether it did in time
     */
    public boolean isReadyWithin(Duration patience) throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < giveUpAt) {
            try {
                readiness().get(Math.max(1, giveUpAt - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (health.says(HealthProbe.Question.READY)) {
                    return true;
                }
                Thread.sleep(LOOK_MS);
            } catch (TimeoutException late) {
                return false;
            } catch (ExecutionException ended) {
                Thread.sleep(LOOK_MS); // another one is started
            }
        }
        return false;
    }

    /** Whether the process that runs now has served before. */
    boolean hasStarted() {
        return readiness().isDone() && !readiness().isCompletedExceptionally();
    }

    /** Whether it says that nothing but a restart would help. */
    boolean isLive() throws InterruptedException {
        return health.says(HealthProbe.Question.LIVE);
    }

    /** Ends it, to be started again. */
    synchronized void killForItsHealth() {
        if (process != null && wanted) {
            process.destroyForcibly();
        }
    }

    /** Ends it as a power cut would; returns when it is gone. */
    public void kill() {
        Process running = unwanted();
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /**
     * Tells it to stop and waits for that.
     *
     * @return whether it stopped by itself, within a minute
     */
    public boolean stop() throws InterruptedException {
        Process running = unwanted();
        if (running == null) {
            return true;
        }
        running.destroy();
        boolean stopped = running.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        running.destroyForcibly().onExit().join();
        return stopped;
    }

    /** Stops it in time: SIGSTOP. */
    public void pause() throws IOException, InterruptedException {
        Signals.pause(running().pid());
    }

    /** Lets it go on: SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        Signals.resume(running().pid());
    }

    @Override
    public void close() {
        kill();
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return process;
    }

    private synchronized CompletableFuture<Void> readiness() {
        return ready;
    }

    private synchronized @Nullable Process unwanted() {
        wanted = false;
        return process;
    }

    private synchronized void launch() {
        try {
            CompletableFuture<Void> said = new CompletableFuture<>();
            ProcessBuilder builder = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            config.resolveSibling(name + ".log").toFile()));
            clock.ifPresent(own -> builder.environment().putAll(own.environment()));
            Process started = builder.start();
            ready = said;
            process = started;
            Thread.ofVirtual().name("stdout of " + name).start(() -> listen(started, said));
        } catch (IOException noJvm) {
            throw new UncheckedIOException("cannot start " + name, noJvm);
        }
    }

    private void listen(Process of, CompletableFuture<Void> said) {
        try (BufferedReader lines = of.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready")) {
                    said.complete(null);
                }
            }
        } catch (IOException ended) {
            said.completeExceptionally(ended);
        }
        of.onExit().join();
        said.completeExceptionally(new IOException(name + " ended"));
        startAgain(of);
    }

    private void startAgain(Process ended) {
        try {
            synchronized (this) {
                if (!wanted || process != ended) {
                    return;
                }
                deaths++;
            }
            Thread.sleep(AGAIN_MS);
            synchronized (this) {
                if (wanted && process == ended) {
                    launch();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.vestibule.schemas"));
        command.addAll(code.options());
        command.addAll(List.of(Main.class.getName(), role.command(), "--config", config.toString()));
        return command;
    }
}
