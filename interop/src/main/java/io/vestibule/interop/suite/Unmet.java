package io.vestibule.interop.suite;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An expectation that did not hold. */
public final class Unmet extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unmet(String message) {
        super(message);
    }

    /** @return the failure, to be thrown where a condition cannot be put in a line */
    public static Unmet because(String message) {
        return new Unmet(message);
    }

    /** @throws Unmet if the condition does not hold */
    public static void unless(boolean holds, String expectation) {
        if (!holds) {
            throw new Unmet(expectation);
        }
    }

    /** @throws Unmet if the two differ */
    public static void unlessEqual(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new Unmet(what + ": expected " + expected + " but was " + actual);
        }
    }
}
