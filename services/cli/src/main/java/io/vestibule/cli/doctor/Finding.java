package io.vestibule.cli.doctor;

/**
 * What a check came to.
 *
 * @param check what was looked at
 * @param verdict how it is
 * @param detail one sentence for operators
 */
public record Finding(String check, Verdict verdict, String detail) {

    /** How it is. */
    public enum Verdict {
        /** As it should be. */
        OK,
        /** Works, and should be looked at. */
        WARNING,
        /** Does not work, or will not for long. */
        FAILED,
        /** Could not be looked at, or does not apply. */
        SKIPPED
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Verdict.OK, detail);
    }

    static Finding warning(String check, String detail) {
        return new Finding(check, Verdict.WARNING, detail);
    }

    static Finding failed(String check, String detail) {
        return new Finding(check, Verdict.FAILED, detail);
    }

    static Finding skipped(String check, String detail) {
        return new Finding(check, Verdict.SKIPPED, detail);
    }
}
