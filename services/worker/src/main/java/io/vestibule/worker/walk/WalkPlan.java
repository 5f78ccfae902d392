package io.vestibule.worker.walk;

import io.vestibule.matrix.id.ServerName;
import java.util.List;
import java.util.Set;

/**
 * What a walk is asked to do. Times are milliseconds since the epoch.
 *
 * @param candidates the servers in the order in which they are asked
 * @param silent those that did not answer the last time: they get a short try, never a skip
 * @param startedAt when the walk begins
 * @param notAfter nothing is asked from then on
 * @param freshUntil until then a 403 is asked again before it counts
 */
public record WalkPlan(
        List<ServerName> candidates, Set<ServerName> silent, long startedAt, long notAfter, long freshUntil) {
    public WalkPlan {
        candidates = List.copyOf(candidates);
        silent = Set.copyOf(silent);
    }
}
