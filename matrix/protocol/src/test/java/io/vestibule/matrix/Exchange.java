package io.vestibule.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.id.ServerName;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** One recorded exchange between two homeservers. */
public record Exchange(String name, JsonNode recording) {

    private static final String ROOT = "/io/vestibule/golden/fixtures";

    /** All recorded federation exchanges. */
    public static List<Exchange> all() {
        try {
            URI root = Objects.requireNonNull(Exchange.class.getResource(ROOT)).toURI();
            if (!root.getScheme().equals("jar")) {
                return below(Path.of(root));
            }
            try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
                return below(jar.getPath(ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All recorded exchanges over one endpoint, such as {@code PUT-federation-v2-invite}, with one status. */
    public static List<Exchange> over(String endpoint, int status) {
        return all().stream()
                .filter(exchange -> exchange.name().contains("-" + endpoint + "-" + status))
                .toList();
    }

    public ServerName from() {
        return ServerName.of(recording.get("from").asText());
    }

    public ServerName to() {
        return ServerName.of(recording.get("to").asText());
    }

    public long timeMs() {
        return recording.get("time_ms").asLong();
    }

    public String method() {
        return recording.at("/request/method").asText();
    }

    public RequestTarget target() {
        return new RequestTarget(recording.at("/request/uri").asText());
    }

    public String requestBody() {
        return recording.at("/request/body_raw").asText();
    }

    public List<String> authorization() {
        List<String> values = new ArrayList<>();
        for (JsonNode header : recording.at("/request/headers")) {
            if (header.get(0).asText().equalsIgnoreCase("Authorization")) {
                values.add(header.get(1).asText());
            }
        }
        return values;
    }

    public ApiResponse response() {
        return new ApiResponse(
                recording.at("/response/status").asInt(), responseBody().getBytes(StandardCharsets.UTF_8));
    }

    public String responseBody() {
        return recording.at("/response/body_raw").asText();
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Exchange> below(Path root) throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = root.relativize(file).toString();
                if (name.endsWith(".json") && name.contains("-hs") && name.contains("-to-hs")) {
                    exchanges.add(new Exchange(name, Golden.MAPPER.readTree(Files.readAllBytes(file))));
                }
            }
        }
        return exchanges;
    }
}
