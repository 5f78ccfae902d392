package io.vestibule.appservice.push;

import java.time.Duration;

/**
 * The growing pause between tries. Not thread-safe.
 *
 * <p>Without jitter: each service has one caller.
 */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private Duration next;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The pause after one more failure. */
    Duration afterFailure() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    void succeeded() {
        next = first;
    }
}
