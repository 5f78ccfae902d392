package io.vestibule.fuzz;

/** A parser did what it must not do. */
public final class BrokenPropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenPropertyException(String what) {
        super(what);
    }

    static void unless(boolean holds, String what) {
        if (!holds) {
            throw new BrokenPropertyException(what);
        }
    }
}
