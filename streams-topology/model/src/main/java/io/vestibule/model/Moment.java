package io.vestibule.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When and from where an input is decided. Immutable.
 *
 * @param now the time of the decision, whole milliseconds
 * @param origin where the input stands
 */
public record Moment(Instant now, Coordinates origin) {

    public Moment {
        now = now.truncatedTo(ChronoUnit.MILLIS);
    }
}
