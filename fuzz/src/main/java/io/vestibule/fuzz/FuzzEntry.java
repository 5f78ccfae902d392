package io.vestibule.fuzz;

/** What Jazzer calls; the system property {@code vestibule.fuzz.target} says which target. */
public final class FuzzEntry {

    /** The system property. */
    static final String TARGET = "vestibule.fuzz.target";

    private static final Target CHOSEN = FuzzMain.target(System.getProperty(TARGET, ""));

    private FuzzEntry() {}

    /** Runs the target once. */
    public static void fuzzerTestOneInput(byte[] input) {
        CHOSEN.check(input);
    }
}
