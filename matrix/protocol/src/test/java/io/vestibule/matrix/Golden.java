package io.vestibule.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The golden data of the test class path. */
public final class Golden {

    public static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String ROOT = "/io/vestibule/golden/";

    private Golden() {}

    /** A file below the golden root. */
    public static byte[] bytes(String path) {
        try (InputStream in = Golden.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The paths of all recorded exchanges, relative to the golden root and in order. */
    public static List<String> exchanges() {
        try {
            URI root = Golden.class.getResource(ROOT + "fixtures").toURI();
            if (root.getScheme().equals("file")) {
                return exchanges(Path.of(root));
            }
            try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
                return exchanges(jar.getPath(ROOT + "fixtures"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> exchanges(Path fixtures) throws IOException {
        try (Stream<Path> files = Files.walk(fixtures)) {
            return files.map(file -> "fixtures/" + fixtures.relativize(file).toString())
                    .filter(name -> name.matches(".*/[0-9]{2}-hs[^/]*\\.json"))
                    .sorted()
                    .toList();
        }
    }

    /** A JSON file below the golden root, read by Jackson. */
    public static JsonNode json(String path) {
        try {
            return MAPPER.readTree(bytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a tree as Jackson writes them. */
    public static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
