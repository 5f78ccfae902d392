package io.vestibule.interop.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A person at a Synapse server, acting through the client API. Thread-safe. */
public final class SynapseUser {

    private static final String CLIENT = "/_matrix/client/v3";

    private static final AtomicInteger SYNCS = new AtomicInteger();

    private final SynapseServer server;
    private final String id;
    private final ClientApi api;

    private SynapseUser(SynapseServer server, String id, String token) {
        this.server = server;
        this.id = id;
        this.api = new ClientApi(server.client(), token);
    }

    /** Registers a new user, with a localpart that no earlier run has used. */
    public static SynapseUser register(SynapseServer server, String name) {
        ClientApi admin = new ClientApi(server.client(), null);
        String localpart = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        String nonce = admin.get("/_synapse/admin/v1/register").get("nonce").textValue();
        ObjectNode body = ClientApi.JSON
                .createObjectNode()
                .put("nonce", nonce)
                .put("username", localpart)
                .put("displayname", name)
                .put("password", "pw")
                .put("admin", true)
                .put("mac", mac(server.secret(), nonce + "\0" + localpart + "\0pw\0admin"));
        JsonNode made = admin.post("/_synapse/admin/v1/register", body);
        return new SynapseUser(
                server,
                made.get("user_id").textValue(),
                made.get("access_token").textValue());
    }

    public String id() {
        return id;
    }

    public SynapseServer server() {
        return server;
    }

    /** @return the ID of a new private room of that version, with name and topic */
    public String createRoom(String version, String name) {
        return createRoom(version, name, ClientApi.JSON.createObjectNode());
    }

    /** @return the ID of a new room; {@code more} is merged into the request */
    public String createRoom(String version, String name, ObjectNode more) {
        ObjectNode body = ClientApi.JSON
                .createObjectNode()
                .put("room_version", version)
                .put("preset", "private_chat")
                .put("name", name)
                .put("topic", "what " + name + " is about");
        body.setAll(more);
        return api.post(CLIENT + "/createRoom", body).get("room_id").textValue();
    }

    public void invite(String room, String user) {
        api.post(roomPath(room, "/invite"), ClientApi.JSON.createObjectNode().put("user_id", user));
    }

    /** Invites and answers with the status and error code instead of throwing. */
    public String tryInvite(String room, String user) {
        return outcome(api.exchange(
                "POST",
                roomPath(room, "/invite"),
                ClientApi.JSON.createObjectNode().put("user_id", user)));
    }

    public void kick(String room, String user) {
        api.post(roomPath(room, "/kick"), ClientApi.JSON.createObjectNode().put("user_id", user));
    }

    public void ban(String room, String user) {
        api.post(roomPath(room, "/ban"), ClientApi.JSON.createObjectNode().put("user_id", user));
    }

    public void unban(String room, String user) {
        api.post(roomPath(room, "/unban"), ClientApi.JSON.createObjectNode().put("user_id", user));
    }

    public void leave(String room) {
        api.post(roomPath(room, "/leave"), ClientApi.JSON.createObjectNode());
    }

    /** Joins, asking the named servers where the own one is not in the room. */
    public void join(String room, String... via) {
        api.post(joinPath(room, via), ClientApi.JSON.createObjectNode());
    }

    /** Joins and answers with the status and error code instead of throwing. */
    public String tryJoin(String room, String... via) {
        return outcome(api.exchange("POST", joinPath(room, via), ClientApi.JSON.createObjectNode()));
    }

    /** Knocks, asking the named server. */
    public void knock(String room, String via) {
        api.post(joinPath(room, via).replace("/join/", "/knock/"), ClientApi.JSON.createObjectNode());
    }

    /** Throws the room away at this user's server, as its administrator; returns when it is gone. */
    public void purge(String room) {
        api.exchange(
                "DELETE",
                "/_synapse/admin/v1/rooms/" + ClientApi.segment(room),
                ClientApi.JSON.createObjectNode().put("purge", true).put("force_purge", true));
    }

    /** Has this user's server, as its administrator, take no more invites to that room. */
    public void block(String room) {
        api.put("/_synapse/admin/v1/rooms/" + ClientApi.segment(room) + "/block", object().put("block", true));
    }

    /** Sets account data of this user. */
    public void accountData(String type, ObjectNode content) {
        api.put(CLIENT + "/user/" + ClientApi.segment(id) + "/account_data/" + ClientApi.segment(type), content);
    }

    private static String joinPath(String room, String... via) {
        StringBuilder path = new StringBuilder(CLIENT + "/join/" + ClientApi.segment(room));
        for (int i = 0; i < via.length; i++) {
            path.append(i == 0 ? "?via=" : "&via=").append(ClientApi.segment(via[i]));
            path.append("&server_name=").append(ClientApi.segment(via[i]));
        }
        return path.toString();
    }

    private static String outcome(ClientApi.Answer answer) {
        return answer.status() + " " + answer.body().path("errcode").asText();
    }

    /** Sets a state event. */
    public void state(String room, String type, String stateKey, ObjectNode content) {
        api.put(roomPath(room, "/state/" + ClientApi.segment(type) + "/" + ClientApi.segment(stateKey)), content);
    }

    /** @return the content of a state event, or null where the room has none */
    public @Nullable JsonNode stateContent(String room, String type, String stateKey) {
        ClientApi.Answer answer = api.exchange(
                "GET", roomPath(room, "/state/" + ClientApi.segment(type) + "/" + ClientApi.segment(stateKey)), null);
        return answer.status() == 200 ? answer.body() : null;
    }

    /** @return the membership that the server gives a user, "none" where it knows of none */
    public String membership(String room, String user) {
        JsonNode member = stateContent(room, "m.room.member", user);
        return member == null ? "none" : member.path("membership").asText();
    }

    /** @return the whole state of the room, in client format */
    public JsonNode fullState(String room) {
        return api.get(roomPath(room, "/state"));
    }

    /** @return the rooms that this user is invited to, with the stripped state that a client is shown */
    public JsonNode invitesInSync() {
        // Synapse answers a repeated first sync from a cache for two minutes; another filter is another sync.
        int limit = 1 + SYNCS.incrementAndGet() % 1_000_000;
        String filter = "{\"room\":{\"timeline\":{\"limit\":" + limit + "}}}";
        return api.get(CLIENT + "/sync?timeout=0&filter=" + ClientApi.segment(filter))
                .path("rooms")
                .path("invite");
    }

    /** Waits until the server gives the user that membership. */
    public boolean awaitMembership(String room, String user, String membership, Duration atMost) {
        return Waiting.until(() -> membership(room, user).equals(membership), atMost);
    }

    /** Waits for a condition by asking again and again, with growing pauses. */
    public static final class Waiting {
        private static final long LONGEST_PAUSE = 150;

        private Waiting() {}

        /** @return whether the condition held within the time */
        public static boolean until(BooleanSupplier condition, Duration atMost) {
            long end = System.nanoTime() + atMost.toNanos();
            long pause = 5;
            while (System.nanoTime() < end) {
                if (condition.getAsBoolean()) {
                    return true;
                }
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                pause = Math.min(LONGEST_PAUSE, pause + 5);
            }
            return condition.getAsBoolean();
        }
    }

    /** @return an empty JSON object for request bodies */
    public static ObjectNode object() {
        return ClientApi.JSON.createObjectNode();
    }

    private static String roomPath(String room, String rest) {
        return CLIENT + "/rooms/" + ClientApi.segment(room) + rest;
    }

    private static String mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /** Helps {@link Map}-shaped request bodies. */
    public static ObjectNode object(Map<String, String> fields) {
        ObjectNode object = object();
        fields.forEach(object::put);
        return object;
    }
}
