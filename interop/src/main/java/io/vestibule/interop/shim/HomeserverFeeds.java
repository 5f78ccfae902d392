package io.vestibule.interop.shim;

import java.util.List;

/** What a homeserver publishes for Vestibule. Calls return when the broker has the record. */
public interface HomeserverFeeds {

    /** A membership PDU came on /send for a room that the homeserver is not in. */
    void pduSeen(SeenPdu pdu);

    /** A local user's membership changed outside Vestibule. */
    void membershipChanged(LocalMembership membership);

    /** The homeserver is in the room, or no longer. */
    void residency(String roomId, boolean resident);

    /**
     * A PDU as it came.
     *
     * @param roomId its claimed room
     * @param userId its claimed state key
     * @param sender its claimed sender
     * @param membership its claimed membership
     * @param origin the server whose transaction carried it
     * @param json the PDU
     */
    record SeenPdu(String roomId, String userId, String sender, String membership, String origin, String json) {}

    /**
     * A membership that the homeserver brought about or saw.
     *
     * @param roomId the room
     * @param userId the local user
     * @param membership join or leave
     * @param eventId the membership event
     * @param authEvents the IDs of its auth events
     * @param prevEvents the IDs of its prev events
     */
    record LocalMembership(
            String roomId,
            String userId,
            String membership,
            String eventId,
            List<String> authEvents,
            List<String> prevEvents) {

        public LocalMembership {
            authEvents = List.copyOf(authEvents);
            prevEvents = List.copyOf(prevEvents);
        }
    }
}
