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

    /** @return how many PDUs of that room have come on /send */
    int transactionsSeen(String room);
}
