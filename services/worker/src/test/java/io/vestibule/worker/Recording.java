package io.vestibule.worker;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.testkit.server.Fault;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What two real homeservers once said to each other, ready to be said again by a scripted one. */
final class Recording {
    private static final String FIXTURES = "/io/vestibule/golden/fixtures/";

    /** One request and its answer. */
    record Exchange(Route route, JsonObject json) {
        String answer() {
            return json.getJsonObject("response").getString("body_raw");
        }

        int status() {
            return json.getJsonObject("response").getInteger("status");
        }

        String uri() {
            return json.getJsonObject("request").getString("uri_decoded");
        }

        String requestBody() {
            return json.getJsonObject("request").getString("body_raw");
        }
    }

    private final List<Exchange> exchanges;

    private Recording(List<Exchange> exchanges) {
        this.exchanges = exchanges;
    }

    /** @param folder such as {@code invite-accept/v11} */
    static Recording of(String folder) throws IOException {
        URI root = uri(FIXTURES + folder);
        if (!root.getScheme().equals("jar")) {
            return read(Path.of(root));
        }
        try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
            return read(jar.getPath(FIXTURES + folder));
        }
    }

    static String text(String file) throws IOException {
        try (var in = Objects.requireNonNull(Recording.class.getResourceAsStream(FIXTURES + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Exchange get(Route route) {
        return exchanges.stream()
                .filter(exchange -> exchange.route() == route)
                .findFirst()
                .orElseThrow();
    }

    boolean has(Route route) {
        return exchanges.stream().anyMatch(exchange -> exchange.route() == route);
    }

    /** @return the room that it is about, as the first handshake names it */
    RoomId room(Route make) {
        return RoomId.of(get(make).uri().split("/")[5]);
    }

    /** Lets a scripted server give the recorded answers. */
    void playedBy(ScriptedHomeserver server) {
        exchanges.stream()
                .filter(exchange -> exchange.route().isHandshake())
                .forEach(exchange ->
                        server.script().always(exchange.route(), Fault.reply(exchange.status(), exchange.answer())));
    }

    private static Recording read(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new Recording(files.map(Path::toString)
                    .filter(file -> route(file) != Route.UNKNOWN)
                    .sorted()
                    .map(file -> new Exchange(
                            route(file), json(folder.getFileSystem().getPath(file))))
                    .toList());
        }
    }

    private static Route route(String file) {
        for (Map.Entry<String, Route> known : ROUTES.entrySet()) {
            if (file.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return Route.UNKNOWN;
    }

    private static final Map<String, Route> ROUTES = Map.of(
            "GET-federation-v1-make_join", Route.MAKE_JOIN,
            "GET-federation-v1-make_leave", Route.MAKE_LEAVE,
            "PUT-federation-v2-send_join", Route.SEND_JOIN,
            "PUT-federation-v1-send_join", Route.SEND_JOIN_V1,
            "PUT-federation-v2-send_leave", Route.SEND_LEAVE,
            "PUT-federation-v1-send_leave", Route.SEND_LEAVE_V1);

    private static JsonObject json(Path file) {
        try {
            return new JsonObject(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static URI uri(String resource) {
        try {
            return Objects.requireNonNull(Recording.class.getResource(resource), resource)
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
