package io.vestibule.matrix.event;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.EventIdForm;
import io.vestibule.matrix.room.ReferenceForm;
import io.vestibule.matrix.room.RoomVersionRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Servers with keys, and the invite that most tests start from. */
final class Events {

    static final Ed25519 ED25519 = Ed25519.fastest();
    static final ServerName ALICES = ServerName.of("a.example");
    static final ServerName OURS = ServerName.of("us.example");
    static final KeyId KEY = KeyId.of("ed25519:1");

    private static final Map<ServerName, SigningKey> KEYS = new HashMap<>();

    private Events() {}

    static SigningKey key(ServerName server) {
        return KEYS.computeIfAbsent(server, name -> SigningKey.generate(KEY, new Random(name.hashCode())));
    }

    static EventSigner signer(ServerName server) {
        return new EventSigner(ED25519, server, key(server));
    }

    static Optional<VerifyKey> find(ServerName server, KeyId id, Pdu event) {
        return id.equals(KEY) ? Optional.of(key(server).verifyKey()) : Optional.empty();
    }

    /** Alice invites Bob, unsigned, in the form of the room version. */
    static JsonObject inviteDraft(RoomVersionRules rules) {
        String reference =
                rules.format().references() == ReferenceForm.PAIRS ? "[\"$x:a\",{\"sha256\":\"x\"}]" : "\"$x\"";
        String eventId = rules.format().eventId() == EventIdForm.GIVEN ? "\"event_id\":\"$invite:a.example\"," : "";
        return JsonObject.of("""
                {%s"type":"m.room.member","room_id":"!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                 "sender":"@alice:a.example","state_key":"@bob:us.example","origin_server_ts":1000,"depth":5,
                 "content":{"membership":"invite","displayname":"Böb"},"auth_events":[%s],"prev_events":[%s],
                 "unsigned":{"age":1}}""".formatted(eventId, reference, reference));
    }

    static Pdu invite(RoomVersionRules rules) {
        return signer(ALICES).complete(inviteDraft(rules), rules).orThrow();
    }
}
