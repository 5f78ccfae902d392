package io.vestibule.schemas.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real registry server with Confluent's REST interface, from Maven Central, in a process of its own with its data in
 * memory. It is fetched through the build's own Maven when it is not in the local repository yet.
 */
final class Apicurio implements AutoCloseable {

    private static final String ARTIFACT = "io.apicurio:apicurio-registry-app:%s:tar.gz:all";

    private final Process process;
    private final String url;

    private Apicurio(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @return where the server's files are, or empty, with the reason on standard error, when they cannot be had */
    static Optional<Path> fetch() throws IOException, InterruptedException {
        Path root = projectRoot();
        String version = System.getProperty("apicurio.version", "");
        Path home = root.resolve("schemas/target/apicurio-" + version);
        if (Files.exists(home.resolve("quarkus-run.jar"))) {
            return Optional.of(home);
        }
        Files.createDirectories(home);
        String problem = copy(root, home, version, List.of("-o"));
        if (!problem.isEmpty()) {
            problem = copy(root, home, version, List.of());
        }
        Path archive = home.resolve("apicurio-registry-app-" + version + "-all.tar.gz");
        if (problem.isEmpty()) {
            problem = run(List.of("tar", "-xzf", archive.toString(), "-C", home.toString()), root);
        }
        Files.deleteIfExists(archive);
        if (!problem.isEmpty()) {
            System.err.println("SKIPPED: the tests against a real schema registry, because "
                    + ARTIFACT.formatted(version) + " cannot be had: " + problem.strip());
            return Optional.empty();
        }
        return Optional.of(home);
    }

    static Apicurio start(Path home) throws IOException {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=0",
                        "-jar",
                        home.resolve("quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("server.log").toFile())
                .start();
        Apicurio server = new Apicurio(process, "http://127.0.0.1:" + port + "/apis/ccompat/v7");
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(server::answers);
        return server;
    }

    String url() {
        return url;
    }

    /** Sets the compatibility that a subject's next schema must have. */
    void requireCompatibility(String subject, String level) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/config/" + subject))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"" + level + "\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(response.body());
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the registry server ended with " + process.exitValue());
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "/subjects")).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String copy(Path root, Path home, String version, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("mvnw").toString(), "-q", "-B", "-N"));
        command.addAll(options);
        command.addAll(List.of(
                "dependency:copy",
                "-Dartifact=" + ARTIFACT.formatted(version),
                "-DoutputDirectory=" + home,
                "-Dmdep.useBaseVersion=true"));
        return run(command, root);
    }

    /** @return what the command said if it failed, else nothing */
    private static String run(List<String> command, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() == 0 ? "" : command.getFirst() + " failed: " + output;
    }

    private static Path projectRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
