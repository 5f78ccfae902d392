package io.vestibule.standalone.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A real Prometheus that scrapes one target each second, under the shipped rules with each minute made a second. */
public final class PrometheusServer implements AutoCloseable {

    private static final Pattern MINUTES_AND_HOURS = Pattern.compile("(?<=[\\[ ])([0-9]+)([mh])(?=[\\]\\n])");
    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final Path log;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusServer(Process process, Path log, URI address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /** Starts it; scrapes begin at once. The test is skipped where Prometheus is not installed. */
    public static PrometheusServer start(Path folder, String target) throws IOException {
        Path binary = Installed.orSkip("prometheus");
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(
                folder.resolve("rules/vestibule.yaml"),
                faster(DeployFiles.text("deploy/prometheus/rules/vestibule.yaml")));
        Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: [rules/*.yaml]
                scrape_configs:
                  - job_name: vestibule
                    static_configs: [{targets: ["%s"]}]
                """.formatted(target));
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        binary.toString(),
                        "--config.file=prometheus.yaml",
                        "--storage.tsdb.path=tsdb",
                        "--web.listen-address=127.0.0.1:" + port)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new PrometheusServer(process, log, URI.create("http://127.0.0.1:" + port));
    }

    /** The rules with seconds for minutes and minutes for hours. */
    static String faster(String rules) {
        return MINUTES_AND_HOURS
                .matcher(rules)
                .replaceAll(match -> match.group(1) + (match.group(2).equals("m") ? "s" : "m"));
    }

    /** @return what it answers to a query: {@code status}, and {@code data} or {@code error} */
    public JsonObject query(String expression) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
    }

    /** @return the series that a query has at the moment */
    public List<JsonObject> series(String expression) throws IOException, InterruptedException {
        JsonObject answer = query(expression);
        if (!"success".equals(answer.getString("status"))) {
            throw new AssertionError(expression + ": " + answer);
        }
        return answer.getJsonObject("data").getJsonArray("result").stream()
                .map(series -> (JsonObject) series)
                .toList();
    }

    /** @return the names of the alerts that fire */
    public List<String> firing() {
        try {
            return series("ALERTS{alertstate=\"firing\"}").stream()
                    .map(series -> series.getJsonObject("metric").getString("alertname"))
                    .distinct()
                    .toList();
        } catch (IOException | InterruptedException starting) {
            return List.of();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private JsonObject get(String path) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus has stopped:\n" + Files.readString(log));
        }
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
        return new JsonObject(answer.body());
    }
}
