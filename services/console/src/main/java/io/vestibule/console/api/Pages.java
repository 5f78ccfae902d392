package io.vestibule.console.api;

import io.vestibule.kit.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The files of the page, read once from the jar. They hold nothing that is secret. Thread-safe. */
final class Pages {

    /** No script, style or connection but our own, no frame around us, and nothing that is written into the page itself. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "timeline.js", "text/javascript; charset=utf-8",
            "parts.js", "text/javascript; charset=utf-8",
            "console.css", "text/css; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "openapi.json", "application/json");

    private final Map<String, HttpAnswer> answers = new LinkedHashMap<>();

    Pages() {
        TYPES.forEach((file, type) -> answers.put(
                file.equals("index.html") ? "/" : "/" + file,
                guarded(new HttpAnswer(200, Map.of("Content-Type", type), read(file)))));
    }

    Optional<HttpAnswer> at(String path) {
        return Optional.ofNullable(answers.get(path));
    }

    /** The same answer with the headers that keep a browser from doing what nobody asked for. */
    static HttpAnswer guarded(HttpAnswer answer) {
        HttpAnswer guarded = answer.withHeader("Content-Security-Policy", POLICY)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", "no-referrer");
        return answer.headers().containsKey("Cache-Control")
                ? guarded
                : guarded.withHeader("Cache-Control", "no-cache");
    }

    private static byte[] read(String file) {
        try (InputStream in =
                Objects.requireNonNull(Pages.class.getResourceAsStream("/io/vestibule/console/page/" + file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
