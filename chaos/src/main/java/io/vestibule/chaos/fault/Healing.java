package io.vestibule.chaos.fault;

import java.io.IOException;

/** Ends a fault. */
@FunctionalInterface
public interface Healing {

    /** Ends it; returns when what was ended or broken has been started or mended, not when it serves again. */
    void heal() throws IOException, InterruptedException;
}
