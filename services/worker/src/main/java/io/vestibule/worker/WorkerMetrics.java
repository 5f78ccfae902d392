package io.vestibule.worker;

import io.vestibule.kit.metrics.Metric;
import io.vestibule.kit.metrics.Metrics;
import io.vestibule.schemas.ServerAttempt;
import io.vestibule.schemas.WorkResult;
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
        for (ServerAttempt attempt : result.getAttempts()) {
            metrics.timer(Metric.WORKER_ATTEMPTS, label(attempt.getStep()), label(attempt.getResult()))
                    .record(Duration.ofMillis(attempt.getTookMs()));
        }
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
