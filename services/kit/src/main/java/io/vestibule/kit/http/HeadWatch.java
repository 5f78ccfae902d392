package io.vestibule.kit.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection on which no request comes in time: one that is silent, and one whose head drips, since bytes alone
 * are no request. Lives on the event loop of its connection.
 */
final class HeadWatch {

    private final Vertx vertx;
    private final long patienceNanos;
    private final Ending ending;
    private long quietSince = System.nanoTime();
    private boolean used;
    private int underWay;
    private long timer;

    /** What is to be done when no request has come. */
    @FunctionalInterface
    interface Ending {

        /** @param used whether there was a request before */
        void end(boolean used);
    }

    /**
     * @param patience how long a connection may stay without a request
     * @param ending called at most once
     */
    HeadWatch(Vertx vertx, Duration patience, Ending ending) {
        this.vertx = vertx;
        this.patienceNanos = patience.toNanos();
        this.ending = ending;
        lookIn(patienceNanos);
    }

    void requestBegan() {
        used = true;
        underWay++;
    }

    void requestEnded() {
        underWay--;
        quietSince = System.nanoTime();
    }

    void gone() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        long quiet = underWay > 0 ? 0 : System.nanoTime() - quietSince;
        if (quiet >= patienceNanos) {
            ending.end(used);
        } else {
            lookIn(patienceNanos - quiet);
        }
    }

    private void lookIn(long nanos) {
        timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, due -> look());
    }
}
