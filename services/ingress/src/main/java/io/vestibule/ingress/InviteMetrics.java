package io.vestibule.ingress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vestibule.ingress.check.Finding;
import io.vestibule.kit.config.StateCheck;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.api.MatrixError;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Counts and times invites. Thread-safe. */
final class InviteMetrics {

    private static final String ACCEPTED = "accepted";
    private static final String UNAVAILABLE = "unavailable";

    private final Metrics metrics;
    private final Timer append;
    private final Map<String, Meters> doors = new HashMap<>();
    private final Map<StateCheck, Map<Finding.Kind, Counter>> findings = new EnumMap<>(StateCheck.class);

    /** What nearly every invite of one door moves, so that it is not looked up each time. */
    private record Meters(Counter accepted, Timer time) {}

    InviteMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.append = metrics.timer(Metric.INGRESS_APPEND);
        countFromZero();
    }

    /** What is there from the start shows its first occurrence as a step. */
    private void countFromZero() {
        for (InviteDoor door : InviteDoor.all()) {
            Counter accepted = metrics.counter(Metric.INVITES_RECEIVED, door.label(), ACCEPTED);
            doors.put(door.label(), new Meters(accepted, metrics.timer(Metric.INVITES_INGRESS, door.label())));
            metrics.counter(Metric.INVITES_RECEIVED, door.label(), UNAVAILABLE);
            if (door.deprecated()) {
                metrics.counter(Metric.INVITES_DEPRECATED, door.label());
            }
        }
        for (StateCheck level : StateCheck.values()) {
            if (level != StateCheck.OFF) {
                findings.put(level, countersOf(level));
            }
        }
    }

    private Map<Finding.Kind, Counter> countersOf(StateCheck level) {
        Map<Finding.Kind, Counter> counters = new EnumMap<>(Finding.Kind.class);
        for (Finding.Kind kind : Finding.Kind.values()) {
            counters.put(kind, metrics.counter(Metric.INVITES_STATE_CHECK, label(level), kind.label()));
        }
        return counters;
    }

    /** One request from its arrival to its answer. */
    final class Timing {
        private final String endpoint;
        private final Meters meters;
        private final long startedAt = System.nanoTime();

        private Timing(String endpoint) {
            this.endpoint = endpoint;
            this.meters = Objects.requireNonNull(doors.get(endpoint));
        }

        void accepted() {
            end(meters.accepted());
        }

        /** The codes that we answer with are few, so they may be a label. */
        void refused(MatrixError error) {
            String result = error.status() >= 500
                    ? UNAVAILABLE
                    : error.errcode().value().toLowerCase(Locale.ROOT);
            end(metrics.counter(Metric.INVITES_RECEIVED, endpoint, result));
        }

        private void end(Counter result) {
            result.increment();
            meters.time().record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
        }
    }

    /** One append from its start to the broker's answer. */
    final class Appending {
        private final long startedAt = System.nanoTime();

        void done() {
            append.record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
        }
    }

    Timing start(InviteDoor door) {
        if (door.deprecated()) {
            metrics.counter(Metric.INVITES_DEPRECATED, door.label()).increment();
        }
        return new Timing(door.label());
    }

    Appending appending() {
        return new Appending();
    }

    void found(StateCheck level, Finding finding) {
        Map<Finding.Kind, Counter> counters = findings.get(level);
        if (counters == null) {
            metrics.count(
                    Metric.INVITES_STATE_CHECK, label(level), finding.kind().label());
        } else {
            Objects.requireNonNull(counters.get(finding.kind())).increment();
        }
    }

    private static String label(StateCheck level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
