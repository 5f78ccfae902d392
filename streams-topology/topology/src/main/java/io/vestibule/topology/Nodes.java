package io.vestibule.topology;

/** The names of nodes and stores. They are part of what a running deployment keeps: renaming one loses its content. */
final class Nodes {

    static final String DECIDE = "decide";
    static final String EVENTS = "events-sink";
    static final String STATE = "state-sink";
    static final String HANDSHAKES = "handshakes-sink";
    static final String OUTCOMES = "outcomes-sink";
    static final String DEAD_LETTERS = "dead-letters-sink";
    static final String APPSERVICE_EVENTS = "appservice-sink";

    /** Application service ID → {@code AppserviceNamespaces} as published; the same on every instance. */
    static final String APPSERVICES = "appservices";

    /** Room → {@code StoredRoom}. */
    static final String ROOMS = "rooms";

    /** Room NUL user → {@code StoredInvite}. */
    static final String INVITES = "invites";

    /** Room NUL event ID → {@code StoredHash}. */
    static final String HASHES = "invite-hashes";

    /** Room NUL command ID → {@code CommandOutcome}. */
    static final String COMMANDS = "command-outcomes";

    /** Room NUL user of another server → {@code StoredOutbound}. */
    static final String OUTBOUND = "outbound";

    /** Due time, kind, key → nothing; behind these the same of background work, and marks of what of it is open. */
    static final String DUE = "due";

    private Nodes() {}
}
