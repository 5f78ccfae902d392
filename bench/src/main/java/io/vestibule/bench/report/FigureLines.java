package io.vestibule.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.bench.BenchRun;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Writes figures as JSON, one line each. Immutable.
 *
 * @param bench the benchmark's name
 * @param length how long the run is
 * @param machine where it ran
 */
public record FigureLines(String bench, BenchRun.Length length, Machine machine) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param load the machine's load before the run
     * @param at when the figure was taken
     * @return the line, without its end
     */
    public String line(Figure figure, double load, Instant at) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("bench", bench);
        line.put("figure", figure.name());
        line.put("value", rounded(figure.value()));
        line.put("unit", figure.unit());
        figure.against()
                .ifPresentOrElse(
                        against -> {
                            line.put("against", against.what());
                            line.put("against_value", rounded(against.value()));
                            line.put("against_in_same_run", against.inSameRun());
                            line.put("ratio", rounded(figure.value() / against.value()));
                        },
                        () -> line.putNull("against").putNull("ratio"));
        ObjectNode with = line.putObject("with");
        new TreeMap<>(figure.circumstances()).forEach(with::putPOJO);
        line.put("length", length.name().toLowerCase(Locale.ROOT));
        line.put("load", load);
        line.put("machine", machine.description());
        line.put("jdk", machine.jdk());
        line.put("commit", machine.commit());
        line.put("at", at.truncatedTo(ChronoUnit.SECONDS).toString());
        try {
            return MAPPER.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Four digits say all that a measurement on a shared machine can. */
    static double rounded(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return Double.isFinite(value) ? 0 : -1;
        }
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
