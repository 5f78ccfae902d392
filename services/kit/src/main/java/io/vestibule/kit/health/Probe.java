package io.vestibule.kit.health;

import java.util.Locale;

/** The three questions that a platform asks. */
public enum Probe {
    /** Is the process sane? A failure means: restart it. Never fails because of a rebalance or a broker that is away. */
    LIVE,
    /** Can it serve now? A failure means: send it nothing. */
    READY,
    /** Has it started, its stores included? Until then, the other two are not asked. */
    STARTUP;

    /** @return the last part of the path, such as {@code ready} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
