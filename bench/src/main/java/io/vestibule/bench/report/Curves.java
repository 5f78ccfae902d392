package io.vestibule.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The growth curves of the docs, from the lines that benchmarks have printed. */
public final class Curves {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String COST = "processor time for a record, µs";
    private static final String RATE = "records a second";

    private static final List<Curve> ALL = List.of(
            new Curve("topology-room", "topology", "cpu_us_per_record", "invites_in_a_room", line -> true)
                    .shown("Topology: cost as a room grows", "invites in the room", COST),
            new Curve("topology-history", "topology", "history_cpu_us_per_record", "invites_of_the_user", line -> true)
                    .shown("Topology: cost as a user's history grows", "invites of one user to one room", COST),
            new Curve("scale-partitions", "scale", "records_per_second", "partitions", Curves::isPlain)
                    .shown("Topology: one thread over more partitions", "partitions of every topic", RATE),
            new Curve("ingress-rate", "ingress", "invites_per_second", "concurrency", line -> true)
                    .shown("Ingress: invites a second", "connections", "invites acknowledged in a second"),
            new Curve("ingress-cost", "ingress", "cpu_us_per_invite", "concurrency", line -> true)
                    .shown("Ingress: cost of an invite", "connections", "processor time for an invite, µs"));

    private record Curve(
            String file,
            String bench,
            String figure,
            String circumstance,
            Predicate<JsonNode> wanted,
            Plot.Words words) {

        Curve(String file, String bench, String figure, String circumstance, Predicate<JsonNode> wanted) {
            this(file, bench, figure, circumstance, wanted, new Plot.Words("", "", ""));
        }

        Curve shown(String title, String across, String up) {
            return new Curve(file, bench, figure, circumstance, wanted, new Plot.Words(title, across, up));
        }

        SortedMap<Double, Double> points(List<JsonNode> lines) {
            SortedMap<Double, Double> points = new TreeMap<>();
            for (JsonNode line : lines) {
                JsonNode where = line.path("with").path(circumstance);
                if (line.path("bench").asText().equals(bench)
                        && line.path("figure").asText().equals(figure)
                        && where.isNumber()
                        && wanted.test(line)) {
                    points.put(where.asDouble(), line.path("value").asDouble());
                }
            }
            return points;
        }
    }

    private Curves() {}

    /**
     * Draws every curve of which the lines have at least two points.
     *
     * @param lines as benchmarks print them; other lines are passed over, and of two for one point the later counts
     * @param folder where the drawings go
     * @return the files
     */
    public static List<Path> draw(Stream<String> lines, Path folder) throws IOException {
        List<JsonNode> figures =
                lines.filter(line -> line.startsWith("{")).map(Curves::parse).toList();
        List<Path> drawn = new ArrayList<>();
        Files.createDirectories(folder);
        for (Curve curve : ALL) {
            SortedMap<Double, Double> points = curve.points(figures);
            if (points.size() > 1) {
                drawn.add(Files.writeString(
                        folder.resolve(curve.file() + ".svg"), new Plot(curve.words(), points).svg()));
            }
        }
        return drawn;
    }

    private static boolean isPlain(JsonNode line) {
        return line.path("with").path("threads").asInt() == 1
                && line.path("with").path("pinned_to_cores").asText().equals("none");
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no line of a benchmark: " + line, e);
        }
    }
}
