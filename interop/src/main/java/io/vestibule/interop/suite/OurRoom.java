package io.vestibule.interop.suite;

import java.util.List;
import java.util.Set;

/** A room that our homeserver has made, is in, and answers for. */
public interface OurRoom {

    /** @return the room's ID */
    String id();

    /** @return an invite of that user by the room's creator; the room does not have it yet, see {@link #take} */
    Draft invite(String user);

    /** @return a leave of that user by the room's creator, not in the room yet either */
    Draft withdraw(String user);

    /** Takes a signed member event into the room. */
    void take(String eventJson);

    /** @return the user's membership, empty if there never was one */
    String membership(String user);

    /** @return the IDs of the events of the current state */
    Set<String> stateEventIds();

    /** Sends a signed event of the room to a server that is in it, in a transaction of the homeserver's. */
    void tell(String server, String eventJson);

    /** Denies everybody called {@code host} access to the room, and tells that server so. */
    void deny(String host, String server);

    /**
     * A member event of ours that is neither hashed nor signed, with what goes to the invited user's server beside it.
     *
     * @param room the room
     * @param version the room version
     * @param user whom the event is about
     * @param eventJson the event
     * @param createJson the room's create event
     * @param stateJson the rest of the room's state, an event each
     */
    record Draft(
            String room, String version, String user, String eventJson, String createJson, List<String> stateJson) {

        public Draft {
            stateJson = List.copyOf(stateJson);
        }
    }
}
