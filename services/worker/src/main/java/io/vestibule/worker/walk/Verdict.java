package io.vestibule.worker.walk;

/** What an outcome means for the walk. */
public enum Verdict {
    /** The walk ends here. */
    STOP,
    /** This server is done with, the next one is asked. */
    NEXT_SERVER,
    /** The next server is asked, and this one once more at the end. */
    LATER
}
