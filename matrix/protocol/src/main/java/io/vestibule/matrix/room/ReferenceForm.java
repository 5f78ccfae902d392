package io.vestibule.matrix.room;

/** How events name the events that they build on, in {@code auth_events} and {@code prev_events}. */
public enum ReferenceForm {
    /** Pairs of event ID and hashes. */
    PAIRS,
    /** Event IDs. */
    IDS
}
