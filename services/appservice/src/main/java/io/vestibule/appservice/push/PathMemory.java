package io.vestibule.appservice.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which paths an application service answers on: the present ones, or the legacy ones (Application Service API, "Legacy
 * routes"). What worked is remembered; the present ones are tried again after a while, or as soon as the legacy ones fail.
 * Thread-safe.
 */
final class PathMemory {

    /** Where a service is called. */
    enum Paths {
        PRESENT,
        LEGACY
    }

    private final InstantSource clock;
    private final Duration legacyFor;
    private volatile Instant legacyUntil = Instant.MIN;

    PathMemory(InstantSource clock, Duration legacyFor) {
        this.clock = clock;
        this.legacyFor = legacyFor;
    }

    /**
     * Calls on the paths that are known to work, and on the legacy ones where the present ones seem to be unknown.
     *
     * @param call makes the call
     * @param unknown whether an answer may mean that the path is not known
     * @param settles whether an answer on the legacy path shows that the path is known
     * @return the answer that counts
     */
    CallResult call(Function<Paths, CallResult> call, Predicate<CallResult> unknown, Predicate<CallResult> settles) {
        if (clock.instant().isBefore(legacyUntil)) {
            CallResult legacy = call.apply(Paths.LEGACY);
            if (!settles.test(legacy)) {
                legacyUntil = Instant.MIN;
            }
            return legacy;
        }
        CallResult present = call.apply(Paths.PRESENT);
        if (!unknown.test(present)) {
            return present;
        }
        CallResult legacy = call.apply(Paths.LEGACY);
        if (!settles.test(legacy)) {
            return present;
        }
        legacyUntil = clock.instant().plus(legacyFor);
        return legacy;
    }
}
