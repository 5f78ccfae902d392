package io.vestibule.interop.suite;

import java.util.List;

/** What the suite asks of the homeserver beside Vestibule. */
public interface Shim {

    /** From now on, invites to that user carry this {@code via} list, as if their sender's server had sent it. */
    void addVia(String user, List<String> servers);

    /** Joins a room by itself, elsewhere than through Vestibule, and publishes membership and residency. */
    void joinElsewhere(String room, String user, String through);

    /** Leaves a room by itself and publishes membership and residency. */
    void leaveElsewhere(String room, String user, String through);

    /** Knocks at a room by itself and publishes the membership. */
    void knockElsewhere(String room, String user, String through);

    /** Sends a leave of a user who is not ours to judge: a membership PDU for our user signed by another server. */
    int transactionsSeen(String room);
}
