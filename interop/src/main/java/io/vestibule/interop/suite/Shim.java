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

    /**
     * Makes a room of its own, whose only member is the given user of ours, and answers for it from then on.
     *
     * @param version the room version
     */
    OurRoom createRoom(String version, String creator, String name);

    /**
     * Invites a user of ours from a server of that name, under a key that the server does not publish.
     *
     * @return the status and the error code of the answer
     */
    String inviteFrom(String origin, String version, String user);

    /**
     * @param body the body, or empty for none
     * @return the Authorization header of a request in our name
     */
    String authorization(String method, String target, String destination, String body);

    /** @return how many PDUs of that room have come on /send */
    int pdusSeen(String room);

    /** @return how many of them the homeserver has taken into the room, being in it */
    int pdusApplied(String room);

    /** The homeserver has asked for a join: from now on it keeps the room's PDUs. */
    void joining(String room);

    /** The join came to nothing. */
    void notJoined(String room);

    /** The homeserver has applied the import: it takes in what it kept, and publishes membership and residency. */
    void imported(String room, String user, String joinEventJson, String eventId);
}
