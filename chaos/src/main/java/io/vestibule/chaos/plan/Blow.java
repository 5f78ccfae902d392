package io.vestibule.chaos.plan;

import java.time.Duration;

/**
 * One fault of a plan.
 *
 * @param kind which
 * @param victim chooses among those that it can hit: instance or broker by this number, from the first again behind the last
 * @param lead how long the cluster is left alone before it
 */
public record Blow(FaultKind kind, int victim, Duration lead) {

    /** @return which of so many is hit */
    public int among(int count) {
        return Math.floorMod(victim, count);
    }
}
