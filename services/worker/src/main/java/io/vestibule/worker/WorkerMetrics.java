package io.vestibule.worker;

import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts answers and the calls behind them. Labels are enum constants, never server names. Thread-safe.
 *
 * @param metrics the process's metrics
 */
record WorkerMetrics(Metrics metrics) {

    void answered(WorkResult result, long nanos) {
        metrics.timer(Metric.WORKER_ORDERS, label(result.getOrderType()), label(result.getType()))
                .record(Duration.ofNanos(nanos));
        position(result);
        for (ServerAttempt attempt : result.getAttempts()) {
            metrics.timer(Metric.WORKER_ATTEMPTS, label(attempt.getStep()), label(attempt.getResult()))
                    .record(Duration.ofMillis(attempt.getTookMs()));
        }
    }

    /** Which server of the walk had the answer: attempts are repeated, servers count once. */
    private void position(WorkResult result) {
        if (result.getType() == WorkResultType.PREPARED) {
            long place = result.getAttempts().stream()
                    .map(ServerAttempt::getServer)
                    .distinct()
                    .takeWhile(server -> !server.equals(result.getServer()))
                    .count();
            metrics.distribution(Metric.WORKER_VIA_POSITION).record(place + 1.0);
        }
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
