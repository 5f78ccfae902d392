package io.vestibule.verifier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is judged how strictly. Immutable.
 *
 * @param settling what is younger than this at the moment of the reading is not judged, because topics are read one after
 *     another and clocks differ
 * @param delay the longest that an input may wait for its decision, and an order of a person for its first call
 * @param late how long after its time a next step may come
 * @param backgroundLate the same for work that waits until there is room for it
 * @param lastResort whether the deployment asks the inviter's server after all others ({@code topology.last-resort})
 * @param outages times at which everything was broken on purpose; they count as no delay
 */
public record Bounds(
        Duration settling,
        Duration delay,
        Duration late,
        Duration backgroundLate,
        boolean lastResort,
        List<Outage> outages) {

    /** For a deployment of which nothing is known. */
    public static final Bounds USUAL = new Bounds(
            Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofDays(1), true, List.of());

    public Bounds {
        outages = List.copyOf(outages);
    }

    /**
     * A time at which nothing could be decided.
     *
     * @param from when it began
     * @param to when everything was well again
     */
    public record Outage(Instant from, Instant to) {}

    /** @return the same with another settling time */
    public Bounds settling(Duration other) {
        return new Bounds(other, delay, late, backgroundLate, lastResort, outages);
    }

    /** @return the same with another bound on delays */
    public Bounds delay(Duration other) {
        return new Bounds(settling, other, late, backgroundLate, lastResort, outages);
    }

    /** @return the same with another bound on next steps */
    public Bounds late(Duration other) {
        return new Bounds(settling, delay, other, backgroundLate, lastResort, outages);
    }

    /** @return the same for a deployment that asks the inviter's server last, or does not */
    public Bounds lastResort(boolean other) {
        return new Bounds(settling, delay, late, backgroundLate, other, outages);
    }

    /** @return the same with one more outage */
    public Bounds outage(Instant from, Instant to) {
        List<Outage> more = new ArrayList<>(outages);
        more.add(new Outage(from, to));
        return new Bounds(settling, delay, late, backgroundLate, lastResort, more);
    }

    /** @return how long it took from one moment to another, outages aside */
    Duration between(Instant from, Instant to) {
        Duration passed = Duration.between(from, to);
        for (Outage outage : outages) {
            Instant begin = outage.from().isAfter(from) ? outage.from() : from;
            Instant end = outage.to().isBefore(to) ? outage.to() : to;
            if (end.isAfter(begin)) {
                passed = passed.minus(Duration.between(begin, end));
            }
        }
        return passed;
    }
}
