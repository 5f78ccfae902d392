package io.vestibule.kit.config;

/** How strictly the stripped state of an invite is held to MSC4311. */
public enum StateCheck {
    /** Not looked at. */
    OFF,
    /** A failure is counted and logged, the invite is taken. */
    WARN,
    /** The create event must come as a verified PDU; other entries may be anything. */
    CREATE,
    /** Every entry must be a PDU of this room with a valid signature. */
    FULL
}
