package io.vestibule.ingress.scene;

import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.key.ServerKeys;
import io.vestibule.matrix.room.ReferenceForm;
import io.vestibule.matrix.room.RoomIdForm;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import io.vestibule.matrix.xmatrix.XMatrixMessage;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

/** Another homeserver with a real key: makes rooms and invites and signs requests. */
public final class Peer {

    public static final long NOW = 1_795_187_105_527L;
    private static final Ed25519 ED25519 = Ed25519.portable();
    private static final String REFERENCED = "$43hoqDUJ-nYrqAbjCXVbkJNVJFNVyR3aOmBBWDvhcfE";

    private final ServerName name;
    private final SigningKey key;
    private final EventSigner signer;

    public Peer(String name) {
        this.name = ServerName.of(name);
        this.key = SigningKey.generate(KeyId.of("ed25519:a_1"), new Random(name.hashCode()));
        this.signer = new EventSigner(ED25519, this.name, key);
    }

    public ServerName name() {
        return name;
    }

    public UserId user(String localpart) {
        return UserId.of("@" + localpart + ":" + name);
    }

    public SigningKey key() {
        return key;
    }

    /** What its key answer says when it is asked, valid for a day. */
    public ServerKeys keys(long now) {
        return new ServerKeys(name, Map.of(key.id(), key.verifyKey()), Map.of(), now + 86_400_000, now);
    }

    /** A room's create event, complete. */
    public Pdu create(RoomVersionRules rules) {
        return complete(createDraft(rules), rules);
    }

    public JsonObject createDraft(RoomVersionRules rules) {
        JsonWriter draft = event(rules, "m.room.create", user("alice"), "");
        draft.name("content")
                .beginObject()
                .field("creator", user("alice").value())
                .field("room_version", rules.id().value())
                .endObject();
        draft.name("auth_events").beginArray().endArray();
        draft.name("prev_events").beginArray().endArray();
        if (rules.format().roomId() == RoomIdForm.GIVEN) {
            draft.field("room_id", "!room:" + name);
        }
        return draft.endObject().toObject();
    }

    /** An invite of a user by alice, complete. */
    public Pdu invite(RoomId room, UserId invited, RoomVersionRules rules) {
        return complete(inviteDraft(room, invited, rules), rules);
    }

    public JsonObject inviteDraft(RoomId room, UserId invited, RoomVersionRules rules) {
        JsonWriter draft = event(rules, "m.room.member", user("alice"), invited.value());
        draft.field("room_id", room.value());
        draft.name("content")
                .beginObject()
                .field("displayname", "B\u00f6b \ud83d\ude00")
                .field("membership", "invite")
                .endObject();
        references(draft, "auth_events", rules);
        references(draft, "prev_events", rules);
        return draft.endObject().toObject();
    }

    /** Adds hash and signature. */
    public Pdu complete(JsonObject draft, RoomVersionRules rules) {
        return signer.complete(draft, rules).orThrow();
    }

    /** Adds hash and signature to what need not be an event of any room version. */
    public JsonObject completeAnything(JsonObject draft) {
        Pdu event = complete(draft, RoomVersions.V11);
        return event.json();
    }

    /** The value of the Authorization header for a request to a server. */
    public String authorization(String method, String target, byte[] body, ServerName destination) {
        XMatrixMessage message = XMatrixMessage.of(method, new RequestTarget(target), JsonObject.of(body));
        return new XMatrixSigner(name, key, ED25519).sign(message, destination).toHeader();
    }

    /** A state event in four fields. */
    public JsonObject stripped(String type, String stateKey, String content) {
        return new JsonWriter()
                .beginObject()
                .field("type", type)
                .field("state_key", stateKey)
                .field("sender", user("alice").value())
                .name("content")
                .raw(content.getBytes(StandardCharsets.UTF_8))
                .endObject()
                .toObject();
    }

    private JsonWriter event(RoomVersionRules rules, String type, UserId sender, String stateKey) {
        JsonWriter draft = new JsonWriter().beginObject();
        if (rules.format().references() == ReferenceForm.PAIRS) {
            draft.field("event_id", "$opaque-" + type + ":" + name);
        }
        return draft.field("type", type)
                .field("sender", sender.value())
                .field("state_key", stateKey)
                .field("origin_server_ts", NOW)
                .field("depth", 7);
    }

    private static void references(JsonWriter draft, String key, RoomVersionRules rules) {
        draft.name(key).beginArray();
        if (rules.format().references() == ReferenceForm.PAIRS) {
            draft.beginArray()
                    .value("$other:a.example")
                    .beginObject()
                    .field("sha256", "x")
                    .endObject()
                    .endArray();
        } else {
            draft.value(REFERENCED);
        }
        draft.endArray();
    }
}
