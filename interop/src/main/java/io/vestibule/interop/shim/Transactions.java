package io.vestibule.interop.shim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.interop.shim.HomeserverFeeds.SeenPdu;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The homeserver's {@code PUT /send/{txnId}}: transactions once each, membership PDUs of local users to the feed unless
 * the homeserver is in the room. Thread-safe.
 */
final class Transactions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String serverName;
    private final HomeserverFeeds feeds;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Set<String> resident = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

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
            if (isMembershipOfOurs(pdu) && !resident.contains(room)) {
                feeds.pduSeen(new SeenPdu(
                        room,
                        pdu.path("state_key").asText(),
                        pdu.path("sender").asText(),
                        pdu.path("content").path("membership").asText(),
                        origin,
                        pdu.toString()));
            }
            seen.merge(room, 1, Integer::sum);
        }
    }

    void enter(String room) {
        resident.add(room);
    }

    void exit(String room) {
        resident.remove(room);
    }

    int seen(String room) {
        return seen.getOrDefault(room, 0);
    }

    private boolean isMembershipOfOurs(JsonNode pdu) {
        return pdu.path("type").asText().equals("m.room.member")
                && pdu.path("state_key").asText().endsWith(":" + serverName);
    }
}
