package io.vestibule.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.console.board.Boards;
import io.vestibule.console.command.CommandDesk;
import io.vestibule.console.command.ForgetDesk;
import io.vestibule.kit.config.ConsoleConfig;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void the_document_describes_every_route_and_no_other() {
        // Given
        JsonObject document =
                JsonObject.of(new Pages().at("/openapi.json").orElseThrow().body());

        // When
        List<String> described = StreamSupport.stream(
                        document.object("paths").orElseThrow().spliterator(), false)
                .flatMap(path -> StreamSupport.stream(((JsonObject) path.value()).spliterator(), false)
                        .map(method -> method.name().toUpperCase(Locale.ROOT) + " " + path.name()))
                .toList();

        // Then
        assertThat(described).containsExactlyInAnyOrderElementsOf(routes());
    }

    @Test
    void the_document_names_only_schemas_that_it_has() {
        // Given
        String document =
                new String(new Pages().at("/openapi.json").orElseThrow().body(), UTF_8);
        JsonObject schemas = JsonObject.of(document)
                .object("components")
                .flatMap(components -> components.object("schemas"))
                .orElseThrow();

        // When
        List<String> named = Pattern.compile("#/components/schemas/(\\w+)")
                .matcher(document)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        // Then
        assertThat(named).isNotEmpty().allMatch(schemas::has);
    }

    private static List<String> routes() {
        Resources none = new Resources() {
            @Override
            public Boards boards() {
                throw new IllegalStateException("nobody asks");
            }

            @Override
            public CommandDesk desk() {
                throw new IllegalStateException("nobody asks");
            }

            @Override
            public ForgetDesk forgets() {
                throw new IllegalStateException("nobody asks");
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                TopologyClient topology = new TopologyClient(List::of, Optional.empty());
                WorkersNow workers = new WorkersNow(List::of, Optional.empty());
                ConsoleApi api = new ConsoleApi(none, topology, workers, "")) {
            return api.routes(new ConsoleConfig.Access(List.of(), false), true, threads, new Metrics())
                    .described();
        }
    }
}
