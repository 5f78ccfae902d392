package io.vestibule.kit.metrics;

import java.util.Locale;

/** Every bound on what strangers can make us hold, read or do. */
public enum Limit {
    /** The body of a request. */
    REQUEST_SIZE,
    /** A request's head, or what is no HTTP at all. */
    REQUEST_HEAD,
    /** The time until a connection's first request is there, its head included. */
    HEAD_TIME,
    /** The time that a body takes to come. */
    BODY_TIME,
    /** Requests at once. */
    IN_FLIGHT,
    /** Requests at once that name one origin. */
    ORIGIN_IN_FLIGHT,
    /** Connections from one network address. */
    CONNECTIONS,
    /** Objects and arrays inside one another. */
    JSON_DEPTH,
    /** Servers in {@code via}. */
    VIA,
    /** Entries of {@code invite_room_state}. */
    STATE_ENTRIES,
    /** Invites of one server. */
    ORIGIN,
    /** Invites of one user. */
    SENDER,
    /** Invites for one user of ours. */
    INVITED,
    /** Fetches of keys, from one server or for strangers as a whole. */
    KEY_FETCHES,
    /** The body of another server's answer. */
    RESPONSE_SIZE,
    /** The time that another server takes in all. */
    RESPONSE_TIME,
    /** An address that is not to be connected to. */
    ADDRESS,
    /** Calls of one server for which nobody waits. */
    BACKGROUND_RATE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** @return the tag for metrics, and the limiter's name in errors */
    public String label() {
        return label;
    }
}
