package io.vestibule.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.bench.report.Figure;
import io.vestibule.bench.report.FigureLines;
import io.vestibule.bench.report.Machine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every benchmark in its shortest form: it runs, it finds its results right, it says its figures. No time is asserted. */
class ShortRunsIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<String> names() {
        return BenchMain.all().stream().map(Bench::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_short_run_verifies_its_results_and_says_its_figures(String name, @TempDir Path folder) throws Exception {
        // Given
        Bench bench = BenchMain.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Figure> figures = new ArrayList<>();

        // When
        try {
            bench.run(new BenchRun(BenchRun.Length.SMOKE, folder, List.of(), figures::add, line -> {}));
        } catch (NotMeasurableException missing) {
            Assumptions.abort(missing.getMessage());
        }

        // Then
        assertThat(figures).isNotEmpty();
        FigureLines lines = new FigureLines(name, BenchRun.Length.SMOKE, Machine.here());
        for (Figure figure : figures) {
            JsonNode line = MAPPER.readTree(lines.line(figure, Machine.load(), Instant.now()));
            assertThat(line.get("bench").textValue()).isEqualTo(name);
            assertThat(line.get("figure").textValue()).matches("[a-z0-9_]+");
            assertThat(line.get("value").isNumber()).isTrue();
            assertThat(line.get("unit").textValue()).isNotBlank();
            assertThat(line.has("against")).isTrue();
            assertThat(line.has("ratio")).isTrue();
            assertThat(line.get("machine").textValue()).isNotBlank();
            assertThat(line.get("commit").textValue()).isNotBlank();
        }
    }
}
