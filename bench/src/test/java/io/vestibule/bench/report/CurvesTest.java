package io.vestibule.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {

    private static final String LINE =
            "{\"bench\":\"topology\",\"figure\":\"cpu_us_per_record\",\"value\":%s,\"with\":{\"invites_in_a_room\":%s}}";

    @Test
    void a_curve_with_two_points_is_drawn_and_others_are_not(@TempDir Path folder) throws IOException {
        // Given
        Stream<String> lines = Stream.of("# progress", LINE.formatted("90.5", "1"), LINE.formatted("99", "10000"));

        // When
        List<Path> drawn = Curves.draw(lines, folder.resolve("plots"));

        // Then
        assertThat(drawn).singleElement().extracting(Path::getFileName).hasToString("topology-room.svg");
        assertThat(Files.readString(drawn.getFirst()))
                .startsWith("<svg ")
                .endsWith("</svg>\n")
                .contains("invites in the room", ">91<", ">99<", ">10,000<");
    }

    @Test
    void the_later_of_two_measurements_of_one_point_counts(@TempDir Path folder) throws IOException {
        // Given
        Stream<String> lines =
                Stream.of(LINE.formatted("500", "1"), LINE.formatted("90", "1"), LINE.formatted("99", "10"));

        // When
        List<Path> drawn = Curves.draw(lines, folder);

        // Then
        assertThat(Files.readString(drawn.getFirst())).contains(">90<").doesNotContain(">500<");
    }

    @Test
    void higher_values_stand_higher_and_words_are_escaped() {
        // Given
        Plot plot = new Plot(new Plot.Words("a < b & c", "x", "y"), new TreeMap<>(Map.of(1.0, 10.0, 100.0, 20.0)));

        // When
        String svg = plot.svg();

        // Then
        assertThat(svg).contains("a &lt; b &amp; c");
        String[] corners =
                svg.replaceAll("(?s).*<polyline points=\"([^\"]*)\".*", "$1").split("[ ,]");
        assertThat(Double.parseDouble(corners[0])).isLessThan(Double.parseDouble(corners[2]));
        assertThat(Double.parseDouble(corners[1])).isGreaterThan(Double.parseDouble(corners[3]));
    }

    @Test
    void nothing_to_draw_is_refused() {
        assertThatThrownBy(() -> new Plot(new Plot.Words("empty", "x", "y"), new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
    }
}
