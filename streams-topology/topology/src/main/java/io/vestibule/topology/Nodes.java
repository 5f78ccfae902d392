package io.vestibule.topology;

/** The names of nodes and stores. They are part of what a running deployment keeps: renaming one loses its content. */
final class Nodes {

    static final String DECIDE = "decide";

    /** Where commands join the others that need no way to their room. */
    static final String STRAIGHT = "with-straight-commands";

    static final String EVENTS = "events-sink";
    static final String STATE = "state-sink";
    static final String HANDSHAKES = "handshakes-sink";
    static final String OUTCOMES = "outcomes-sink";
    static final String DEAD_LETTERS = "dead-letters-sink";
    static final String APPSERVICE_EVENTS = "appservice-sink";

    /** Application service ID → {@code AppserviceNamespaces} as published; the same on every instance. */
    static final String APPSERVICES = "appservices";

    /** All that is kept of a task's rooms: see {@link Section}. */
    static final String MEMORY = "memory";

    private Nodes() {}
}
