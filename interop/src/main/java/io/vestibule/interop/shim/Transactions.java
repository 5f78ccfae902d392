package io.vestibule.interop.shim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.interop.shim.HomeserverFeeds.SeenPdu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The homeserver's {@code PUT /send/{txnId}}: transactions once each, membership PDUs of local users to the feed unless the homeserver
 * is in the room. While a join is on its way, the room's PDUs wait for the import. Thread-safe.
 */
final class Transactions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String serverName;
    private final HomeserverFeeds feeds;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Set<String> resident = ConcurrentHashMap.newKeySet();
    private final Map<String, List<JsonNode>> delivered = new ConcurrentHashMap<>();

    Transactions(String serverName, HomeserverFeeds feeds) {
        this.serverName = serverName;
        this.feeds = feeds;
    }

    /** Takes a transaction; returns when every PDU of interest is on the feed. */
    void take(String origin, String transactionId, String body) throws JsonProcessingException {
        if (!done.add(origin + " " + transactionId)) {
            return;
        }
        for (JsonNode pdu : JSON.readTree(body).path("pdus")) {
            String room = pdu.path("room_id").asText();
            delivered.computeIfAbsent(room, r -> new ArrayList<>()).add(pdu);
            if (isMembershipOfOurs(pdu) && !resident.contains(room)) {
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

    void enter(String room) {
        resident.add(room);
    }

    void exit(String room) {
        resident.remove(room);
    }

    boolean isResident(String room) {
        return resident.contains(room);
    }

    private boolean isMembershipOfOurs(JsonNode pdu) {
        return pdu.path("type").asText().equals("m.room.member")
                && pdu.path("state_key").asText().endsWith(":" + serverName);
    }
}
