package io.vestibule.ingress.scene;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** An ingress in a JVM of its own, so that it can be killed. */
public final class IngressProcess implements AutoCloseable {

    private static final String READY = "ready ";
    private final Process process;
    private final String address;

    private IngressProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** The other JVM: serves until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (RunningIngress ingress = RunningIngress.of(new Stage(), arguments[0], arguments[1])) {
            System.out.println(READY + ingress.address());
            while (System.in.read() >= 0) {
                // The parent writes nothing; its end is ours.
            }
        }
    }

    /** Starts one and waits until it serves. */
    public static IngressProcess start(String bootstrap, String prefix) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngressProcess.class.getName(),
                        bootstrap,
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the ingress process ended before it was ready");
        }
        return new IngressProcess(process, line.substring(READY.length()));
    }

    public String address() {
        return address;
    }

    /** Kills it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
