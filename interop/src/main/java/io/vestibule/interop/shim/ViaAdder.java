package io.vestibule.interop.shim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.matrix.id.ServerName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds a {@code via} list to invites that Synapse sends without one, and signs the changed request with the sending
 * server's own key, as that server would if it knew MSC4125. Thread-safe.
 */
final class ViaAdder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VIA = "org.matrix.msc4125.via";

    private final Map<String, List<String>> viaOfUser = new ConcurrentHashMap<>();
    private final Map<String, SigningIdentity> senders;
    private final ServerName self;

    ViaAdder(ServerName self, Map<String, SigningIdentity> senders) {
        this.self = self;
        this.senders = Map.copyOf(senders);
    }

    /** A request in another form. */
    record Changed(byte[] body, String authorization) {}

    void add(String user, List<String> servers) {
        viaOfUser.put(user, List.copyOf(servers));
    }

    /** @return the changed request, or empty if it is to stay as it is */
    Optional<Changed> change(String target, byte[] body) throws JsonProcessingException {
        if (viaOfUser.isEmpty() || !target.startsWith("/_matrix/federation/v2/invite/")) {
            return Optional.empty();
        }
        JsonNode request = JSON.readTree(new String(body, StandardCharsets.UTF_8));
        JsonNode event = request.path("event");
        List<String> via = viaOfUser.get(event.path("state_key").asText());
        String sender = event.path("sender").asText();
        SigningIdentity origin = senders.get(sender.substring(sender.indexOf(':') + 1));
        if (via == null || origin == null) {
            return Optional.empty();
        }
        via.forEach(((ObjectNode) request).putArray(VIA)::add);
        byte[] changed = JSON.writeValueAsBytes(request);
        return Optional.of(new Changed(changed, origin.authorization("PUT", target, self, changed)));
    }
}
