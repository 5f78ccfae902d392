package io.vestibule.schemas.catalog;

/** The one part of the system that writes a topic. */
public enum Writer {
    /** Vestibule's ingress. */
    INGRESS,
    /** Vestibule's topology, the only one that decides. */
    TOPOLOGY,
    /** Vestibule's worker. */
    WORKER,
    /** Vestibule's sender to application services, or the homeserver where it has one of its own. */
    APPSERVICE,
    /** Services outside Vestibule that speak with clients. */
    CLIENT_SERVICES,
    /** The homeserver that Vestibule works for. */
    HOMESERVER,
    /** Operators, by the command line or by tools of their own. */
    OPERATORS,
    /** Every part of Vestibule: dead letters alone. */
    EVERY_PART;

    /** @return whether the records come from outside Vestibule, so that neither their keys nor their times are trusted */
    public boolean external() {
        return this == CLIENT_SERVICES || this == HOMESERVER || this == OPERATORS;
    }
}
