package io.vestibule.ingress.scene;

import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An exchange between two Synapse servers, as recorded.
 *
 * @param name the file
 * @param json its content
 */
public record Recording(String name, JsonObject json) {

    private static final String ROOT = "/io/vestibule/golden/fixtures";

    /** Every recorded invite request, whatever its answer. */
    public static List<Recording> invites() throws IOException, URISyntaxException {
        URI root = Objects.requireNonNull(Recording.class.getResource(ROOT)).toURI();
        if (!root.getScheme().equals("jar")) {
            return invites(Path.of(root));
        }
        try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
            return invites(jar.getPath(ROOT));
        }
    }

    /** The key answer of a recorded server. */
    public static JsonObject serverKeys(String host) throws IOException {
        return JsonObject.of(resource("/keys/" + host + "-server-key.json"));
    }

    /** The signing key of a recorded server. */
    public static SigningKeyFile signingKeys(String host) throws IOException {
        return SigningKeyFile.parse(new String(resource("/keys/" + host + "-signing.key"), StandardCharsets.UTF_8));
    }

    public long timeMs() {
        return json.integer("time_ms").orElseThrow();
    }

    public String target() {
        return request().string("uri").orElseThrow();
    }

    public byte[] body() {
        return request().string("body_raw").orElseThrow().getBytes(StandardCharsets.UTF_8);
    }

    public String authorization() {
        for (JsonValue header : request().array("headers").orElseThrow()) {
            if (text((JsonArray) header, 0).equals("Authorization")) {
                return text((JsonArray) header, 1);
            }
        }
        throw new IllegalStateException(name + " has no Authorization header");
    }

    public int status() {
        return Math.toIntExact(response().integer("status").orElseThrow());
    }

    /** The event of a recorded answer with status 200. */
    public JsonObject answeredEvent() {
        return eventOf(response().string("body_raw").orElseThrow());
    }

    /** The event of an answer of either version. */
    public static JsonObject eventOf(String body) {
        String object = body.startsWith("[") ? body.substring(body.indexOf('{'), body.length() - 1) : body;
        return JsonObject.of(object).object("event").orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }

    private JsonObject request() {
        return json.object("request").orElseThrow();
    }

    private JsonObject response() {
        return json.object("response").orElseThrow();
    }

    private static String text(JsonArray pair, int position) {
        return ((JsonString) pair.get(position).orElseThrow()).value();
    }

    private static List<Recording> invites(Path root) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().matches(".*-PUT-federation-v[12]-invite-\\d+\\.json")) {
                    recordings.add(
                            new Recording(root.relativize(file).toString(), JsonObject.of(Files.readAllBytes(file))));
                }
            }
        }
        return recordings;
    }

    private static byte[] resource(String path) throws IOException {
        return Objects.requireNonNull(Recording.class.getResourceAsStream(ROOT + path), path)
                .readAllBytes();
    }
}
