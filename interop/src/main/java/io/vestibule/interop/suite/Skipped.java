package io.vestibule.interop.suite;

/** Says that a scenario cannot be told in a room version, and why; not a failure. */
public final class Skipped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Skipped(String reason) {
        super(reason);
    }
}
