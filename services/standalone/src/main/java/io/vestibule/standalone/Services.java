package io.vestibule.standalone;

import java.util.Locale;

/** The services that a process can run. */
enum Services {
    INGRESS,
    TOPOLOGY,
    WORKER;

    /** The name on the command line and in the ready line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
