package io.vestibule.ingress;

import io.micrometer.core.instrument.Timer;
import io.vestibule.ingress.check.Finding;
import io.vestibule.kit.config.StateCheck;
import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.matrix.api.MatrixError;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts and times invites. Thread-safe. */
final class InviteMetrics {

    private static final String ACCEPTED = "accepted";
    private static final String UNAVAILABLE = "unavailable";

    private final Metrics metrics;
    private final Timer append;

    InviteMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.append = metrics.timer(Metric.INGRESS_APPEND);
        countFromZero();
    }

    /** What is there from the start shows its first occurrence as a step. */
    private void countFromZero() {
        for (InviteDoor door : InviteDoor.all()) {
            metrics.counter(Metric.INVITES_RECEIVED, door.label(), ACCEPTED);
            metrics.counter(Metric.INVITES_RECEIVED, door.label(), UNAVAILABLE);
            if (door.deprecated()) {
                metrics.counter(Metric.INVITES_DEPRECATED, door.label());
            }
        }
        for (StateCheck level : StateCheck.values()) {
            for (Finding.Kind kind : Finding.Kind.values()) {
                if (level != StateCheck.OFF) {
                    metrics.counter(Metric.INVITES_STATE_CHECK, label(level), kind.label());
                }
            }
        }
    }

    /** One request from its arrival to its answer. */
    final class Timing {
        private final String endpoint;
        private final long startedAt = System.nanoTime();

        private Timing(String endpoint) {
            this.endpoint = endpoint;
        }

        void accepted() {
            end(ACCEPTED);
        }

        /** The codes that we answer with are few, so they may be a label. */
        void refused(MatrixError error) {
            end(error.status() >= 500 ? UNAVAILABLE : error.errcode().value().toLowerCase(Locale.ROOT));
        }

        private void end(String result) {
            metrics.counter(Metric.INVITES_RECEIVED, endpoint, result).increment();
            metrics.timer(Metric.INVITES_INGRESS, endpoint).record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
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
        metrics.counter(Metric.INVITES_STATE_CHECK, label(level), finding.kind().label())
                .increment();
    }

    private static String label(StateCheck level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
