package io.vestibule.standalone.demo;

import java.io.PrintWriter;

/** Tells what happens, as it happens. Thread-safe. */
final class Narrator {

    private final PrintWriter out;
    private final boolean silent;

    private Narrator(PrintWriter out, boolean silent) {
        this.out = out;
        this.silent = silent;
    }

    static Narrator telling(PrintWriter out) {
        return new Narrator(out, false);
    }

    /** For machine-readable runs: the report says it all at the end. */
    static Narrator silent(PrintWriter out) {
        return new Narrator(out, true);
    }

    synchronized void say(String line) {
        if (!silent) {
            out.println(line);
            out.flush();
        }
    }

    void say(String format, Object... arguments) {
        say(format.formatted(arguments));
    }

    /** Prints whatever the mode. */
    synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
