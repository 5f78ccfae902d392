package io.vestibule.model;

/** What one server's answer means for the walk (MSC4125). */
public enum Verdict {
    /** The walk is over. */
    STOP,
    /** The next server is asked. */
    NEXT_SERVER,
    /** The next server is asked, and this one once more at the end. */
    LATER
}
