package io.vestibule.standalone.deploy;

import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.kafka.KafkaFigure;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that a query may ask for. */
public final class Catalogue {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern OURS = Pattern.compile(
            "\\b(?:invites|ingress|topology|worker|appservice|keys|dead|health|kafka|jvm|process|system)_[a-z0-9_]+\\b(?!:)");
    private static final Pattern OF_THE_PROCESS =
            Pattern.compile("jvm_(memory|buffer|gc|threads)_.*|process_(cpu|files|uptime|start_time)_.*|system_cpu_.*");
    private static final List<String> PARTS = List.of("_bucket", "_count", "_sum");

    private static final Set<String> EXPOSED = Stream.concat(
                    Stream.of(Metric.values()).flatMap(Catalogue::series),
                    Stream.of(KafkaFigure.values()).map(KafkaFigure::id))
            .collect(Collectors.toSet());

    private Catalogue() {}

    /** @return the metrics that a query asks for, without those of Prometheus itself and of recording rules */
    public static Set<String> askedBy(String query) {
        return OURS.matcher(QUOTED.matcher(query).replaceAll("\"\""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @return the metrics that a query asks for and nobody exposes */
    static Set<String> unknownIn(String query) {
        return askedBy(query).stream()
                .filter(name -> !EXPOSED.contains(name))
                .filter(name -> !OF_THE_PROCESS.matcher(name).matches())
                .collect(Collectors.toSet());
    }

    private static Stream<String> series(Metric metric) {
        String name = metric.id().replace('.', '_');
        return switch (metric.kind()) {
            case COUNTER -> Stream.of(name + "_total");
            case GAUGE -> Stream.of(name);
            case TIMER -> PARTS.stream().map(part -> name + "_seconds" + part);
            case DISTRIBUTION -> PARTS.stream().map(part -> name + part);
        };
    }
}
