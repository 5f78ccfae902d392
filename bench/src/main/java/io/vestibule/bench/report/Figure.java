package io.vestibule.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One figure of one benchmark. Immutable.
 *
 * @param name what was measured, unique in its benchmark together with the circumstances
 * @param value how much
 * @param unit of what
 * @param against what it is compared with
 * @param circumstances under which it was measured, for instance the concurrency
 */
public record Figure(
        String name, double value, String unit, Optional<Against> against, Map<String, Object> circumstances) {

    /**
     * What a figure is compared with.
     *
     * @param what in words
     * @param value in the unit of the figure
     * @param inSameRun whether it was measured in the same run, and not set as a limit
     */
    public record Against(String what, double value, boolean inSameRun) {}

    public Figure {
        circumstances = Map.copyOf(circumstances);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value);
        }
    }

    /** A figure that stands for itself. */
    public static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, Optional.empty(), Map.of());
    }

    /** @return the same, compared with something that was measured in the same run */
    public Figure against(String what, double measured) {
        return new Figure(name, value, unit, Optional.of(new Against(what, measured, true)), circumstances);
    }

    /** @return the same, compared with a limit that was set before */
    public Figure againstLimit(String what, double limit) {
        return new Figure(name, value, unit, Optional.of(new Against(what, limit, false)), circumstances);
    }

    /** @return the same with one more circumstance */
    public Figure with(String circumstance, Object how) {
        Map<String, Object> more = new LinkedHashMap<>(circumstances);
        more.put(circumstance, how);
        return new Figure(name, value, unit, against, more);
    }
}
