package io.vestibule.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.kit.health.Health;
import io.vestibule.kit.health.Probe;
import java.time.Duration;

/** Waiting until every part says that it serves. */
final class Readiness {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Readiness() {}

    /**
     * @throws IllegalStateException if something does not serve in time, or has broken down and never will; the message says
     *     what
     */
    static void await(Health health) {
        long start = System.nanoTime();
        try {
            while (!health.isUp(Probe.READY)) {
                if (!health.isUp(Probe.LIVE)) {
                    throw new IllegalStateException("broke down while it started: " + answer(health, Probe.LIVE));
                }
                if (System.nanoTime() - start > LIMIT.toNanos()) {
                    throw new IllegalStateException(
                            "does not serve after " + LIMIT.toSeconds() + " s: " + answer(health, Probe.READY));
                }
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("was stopped while it started", stopped);
        }
    }

    private static String answer(Health health, Probe probe) {
        return new String(health.answer(probe).body(), UTF_8);
    }
}
