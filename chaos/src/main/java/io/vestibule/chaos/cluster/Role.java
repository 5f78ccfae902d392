package io.vestibule.chaos.cluster;

import java.util.Locale;

/** A service of which a cluster has two instances. */
public enum Role {
    /** Takes invites. */
    INGRESS,
    /** Decides. */
    TOPOLOGY,
    /** Talks to other servers. */
    WORKER,
    /** Talks to application services. */
    APPSERVICE;

    /** @return the launcher's command */
    String command() {
        return name().toLowerCase(Locale.ROOT);
    }
}
