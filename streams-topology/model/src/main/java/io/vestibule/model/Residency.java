package io.vestibule.model;

/** Whether the homeserver is in a room. */
public enum Residency {
    UNKNOWN,
    YES,
    NO
}
