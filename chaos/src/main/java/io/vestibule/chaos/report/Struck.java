package io.vestibule.chaos.report;

import io.vestibule.chaos.plan.FaultKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of one blow.
 *
 * @param seed of the run
 * @param kind the fault
 * @param recovery after how long fresh invites to every partition were accepted again; empty if that took too long
 * @param notPossible why it could not be struck here; empty if it was
 */
public record Struck(long seed, FaultKind kind, Optional<Duration> recovery, Optional<String> notPossible) {

    /** @return what could not be tried */
    public static Struck notPossible(long seed, FaultKind kind, String why) {
        return new Struck(seed, kind, Optional.empty(), Optional.of(why));
    }

    /** @return what was tried */
    public static Struck of(long seed, FaultKind kind, Optional<Duration> recovery) {
        return new Struck(seed, kind, recovery, Optional.empty());
    }

    /** @return whether it was tried */
    public boolean wasStruck() {
        return notPossible.isEmpty();
    }
}
