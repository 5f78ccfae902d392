package io.vestibule.matrix.api;

import org.jspecify.annotations.Nullable;

/** The two lists of events in the answer to {@code send_join}. */
public enum RoomSection {
    /** The room's state before the join. */
    STATE("state"),
    /** The auth chain of that state. */
    AUTH_CHAIN("auth_chain");

    private final String key;

    RoomSection(String key) {
        this.key = key;
    }

    static @Nullable RoomSection named(String key) {
        for (RoomSection section : values()) {
            if (section.key.equals(key)) {
                return section;
            }
        }
        return null;
    }

    /** @return the name of the list in the answer, also used as the metric tag */
    public String label() {
        return key;
    }
}
