package io.vestibule.testkit.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;

/**
 * How events of one room version are hashed, signed, named and cited. Immutable.
 *
 * @param version a stable room version, 1 to 12
 */
public record EventFormat(RoomVersionId version) {

    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    public EventFormat {
        int number = Integer.parseInt(version.value());
        if (number < 1 || number > 12) {
            throw new IllegalArgumentException("the scripted homeservers speak room versions 1 to 12, not " + version);
        }
    }

    int number() {
        return Integer.parseInt(version.value());
    }

    /** @return whether events carry their ID, and cite others as pairs of ID and hash */
    public boolean carriesEventId() {
        return number() <= 2;
    }

    /** @return whether the room ID is the hash of the create event, which then is cited by nobody */
    public boolean roomIdIsCreateHash() {
        return number() >= 12;
    }

    /** @return whether the create event's content names its sender */
    public boolean createNamesCreator() {
        return number() <= 10;
    }

    /**
     * Adds the content hash and a signature over the redacted event, in place.
     *
     * @return the same event
     */
    public JsonObject hashAndSign(JsonObject event, ServerName server, ServerKey key) {
        event.put("hashes", new JsonObject().put("sha256", contentHash(event)));
        return sign(event, server, key);
    }

    /** Adds a signature over the redacted event, in place, and keeps the others. */
    public JsonObject sign(JsonObject event, ServerName server, ServerKey key) {
        JsonObject signed = key.sign(server, Redaction.redact(event, number()));
        return event.put("signatures", signed.getJsonObject("signatures"));
    }

    /** @return whether one of the server's signatures under that key ID is good */
    public boolean verify(JsonObject event, ServerName server, String keyId, String publicKey) {
        JsonObject signatures = event.getJsonObject("signatures", new JsonObject());
        String signature =
                signatures.getJsonObject(server.value(), new JsonObject()).getString(keyId, "");
        return Signatures.verify(Redaction.redact(event, number()), signature, publicKey);
    }

    /** @return whether {@code hashes.sha256} is the hash of the content */
    public boolean contentHashMatches(JsonObject event) {
        String claimed = event.getJsonObject("hashes", new JsonObject()).getString("sha256", "");
        return claimed.equals(contentHash(event));
    }

    /** @return the ID: the one it carries (versions 1 and 2), else its reference hash */
    public EventId idOf(JsonObject event) {
        if (carriesEventId()) {
            return EventId.of(event.getString("event_id"));
        }
        byte[] hash = referenceHash(event);
        return EventId.of("$" + (number() == 3 ? BASE64 : URL_SAFE).encodeToString(hash));
    }

    /** @return the entries for {@code auth_events} or {@code prev_events} that cite these events */
    public JsonArray cite(Collection<JsonObject> events) {
        JsonArray citations = new JsonArray();
        for (JsonObject event : events) {
            String id = idOf(event).value();
            if (carriesEventId()) {
                JsonObject hash = new JsonObject().put("sha256", BASE64.encodeToString(referenceHash(event)));
                citations.add(new JsonArray().add(id).add(hash));
            } else {
                citations.add(id);
            }
        }
        return citations;
    }

    private byte[] referenceHash(JsonObject event) {
        JsonObject redacted = Redaction.redact(event, number());
        redacted.remove("signatures");
        redacted.remove("unsigned");
        return sha256(CanonicalTree.encode(redacted));
    }

    private static String contentHash(JsonObject event) {
        JsonObject bare = event.copy();
        bare.remove("unsigned");
        bare.remove("signatures");
        bare.remove("hashes");
        return BASE64.encodeToString(sha256(CanonicalTree.encode(bare)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
