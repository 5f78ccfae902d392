package io.vestibule.interop.shim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.interop.shim.HomeserverFeeds.SeenPdu;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The homeserver's {@code PUT /send/{txnId}}: transactions once each. Membership PDUs of local users go to the feed unless the
 * homeserver is in the room; PDUs of a room that is being joined are kept until its import is applied. Thread-safe.
 */
final class Transactions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Place {
        OUTSIDE,
        JOINING,
        INSIDE
    }

    /** What the homeserver knows of a room. */
    private static final class Room {
        private Place place = Place.OUTSIDE;
        private int seen;
        private int queued;
        private int applied;
    }

    private final String serverName;
    private final HomeserverFeeds feeds;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    Transactions(String serverName, HomeserverFeeds feeds) {
        this.serverName = serverName;
        this.feeds = feeds;
    }

    /** Takes a transaction; returns when every PDU of interest is on the feed. */
    void take(String transactionId, String body) throws JsonProcessingException {
        JsonNode transaction = JSON.readTree(body);
        String origin = transaction.path("origin").asText();
        if (!done.add(origin + " " + transactionId)) {
            return;
        }
        for (JsonNode pdu : transaction.path("pdus")) {
            String room = pdu.path("room_id").asText();
            Place place = arrived(room);
            if (place != Place.INSIDE && isMembershipOfOurs(pdu)) {
                feeds.pduSeen(new SeenPdu(
                        room,
                        pdu.path("state_key").asText(),
                        pdu.path("sender").asText(),
                        pdu.path("content").path("membership").asText(),
                        origin,
                        pdu.toString()));
            }
        }
    }

    /** A join was asked for. */
    void joining(String room) {
        change(room, known -> {
            if (known.place == Place.OUTSIDE) {
                known.place = Place.JOINING;
            }
        });
    }

    /** The join came to nothing. */
    void outside(String room) {
        change(room, known -> {
            if (known.place == Place.JOINING) {
                known.place = Place.OUTSIDE;
                known.queued = 0;
            }
        });
    }

    /** The homeserver has the room's state: what was kept for it is applied. */
    void enter(String room) {
        change(room, known -> {
            known.place = Place.INSIDE;
            known.applied += known.queued;
            known.queued = 0;
        });
    }

    void exit(String room) {
        change(room, known -> known.place = Place.OUTSIDE);
    }

    int seen(String room) {
        return change(room, known -> {}).seen;
    }

    int applied(String room) {
        return change(room, known -> {}).applied;
    }

    private Place arrived(String room) {
        return change(room, known -> {
                    known.seen++;
                    switch (known.place) {
                        case OUTSIDE -> {}
                        case JOINING -> known.queued++;
                        case INSIDE -> known.applied++;
                    }
                })
                .place;
    }

    private Room change(String room, Consumer<Room> change) {
        return rooms.compute(room, (id, before) -> {
            Room known = before == null ? new Room() : before;
            change.accept(known);
            return known;
        });
    }

    private boolean isMembershipOfOurs(JsonNode pdu) {
        return pdu.path("type").asText().equals("m.room.member")
                && pdu.path("state_key").asText().endsWith(":" + serverName);
    }
}
