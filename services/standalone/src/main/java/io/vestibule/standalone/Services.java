package io.vestibule.standalone;

import io.vestibule.kit.config.VestibuleConfig;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The services that a process can run. */
enum Services {
    INGRESS,
    TOPOLOGY,
    WORKER,
    APPSERVICE,
    CONSOLE;

    /** What one process runs for a configuration: everything that it has a use for. */
    static Set<Services> of(VestibuleConfig config) {
        EnumSet<Services> services = EnumSet.allOf(Services.class);
        if (!config.appservice().isUsed()) {
            services.remove(APPSERVICE);
        }
        if (config.console().listen().isEmpty()) {
            services.remove(CONSOLE);
        }
        return services;
    }

    /** The name on the command line and in the ready line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
