package io.vestibule.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** Says each second, after the first, how far a longer reading has come. Not thread-safe. */
final class Progress {

    private static final long TICK = Duration.ofSeconds(1).toNanos();

    private final PrintWriter to;
    private final String what;
    private long due = System.nanoTime() + TICK;
    private long steps;

    Progress(PrintWriter to, String what) {
        this.to = to;
        this.what = what;
    }

    void step() {
        steps++;
        if (System.nanoTime() - due >= 0) {
            to.printf("%s: %d records …%n", what, steps);
            to.flush();
            due = System.nanoTime() + TICK;
        }
    }
}
