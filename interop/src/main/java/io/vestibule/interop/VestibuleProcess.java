package io.vestibule.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code ./vestibule standalone} as an operator would start it, in a process of its own. */
final class VestibuleProcess implements AutoCloseable {

    private static final long READY_WITHIN_SECONDS = 120;

    private final Process process;

    private VestibuleProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it and returns when it serves.
     *
     * @param launcher the launcher script
     * @param config the configuration file
     * @param log where its output goes
     */
    static VestibuleProcess start(Path launcher, Path config, Path log) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(launcher.toString(), "standalone", "--config", config.toString());
        // The launcher that started this suite has built it; a build now would be a surprise.
        command.environment().put("VESTIBULE_NO_BUILD", "1");
        Process process = command.redirectError(log.toFile()).start();
        CountDownLatch ready = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("vestibule stdout").start(() -> {
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("ready")) {
                        ready.countDown();
                    }
                }
            } catch (IOException closed) {
                // The process has ended.
            }
        });
        VestibuleProcess vestibule = new VestibuleProcess(process);
        if (!ready.await(READY_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            vestibule.close();
            throw new IOException(
                    "standalone was not ready within " + READY_WITHIN_SECONDS + " s; its log ends with\n" + tail(log));
        }
        return vestibule;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String tail(Path log) throws IOException {
        String text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - 2_000));
    }
}
