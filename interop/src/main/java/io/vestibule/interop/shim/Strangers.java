package io.vestibule.interop.shim;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationClientSettings;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.federation.client.FederationResponse;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.room.EventIdForm;
import io.vestibule.matrix.room.RoomIdForm;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.matrix.room.RoomVersions;
import java.util.UUID;

/** Servers that sign with keys which are not to be had, and their invites to us. Thread-safe. */
record Strangers(FederationClientSettings settings, ServerName us, Ed25519 ed25519) {

    private static final int HASH_LENGTH = 43;

    /** @return the status and the error code of our answer */
    String invite(ServerName origin, String version, String user) {
        RoomVersionRules rules = RoomVersions.find(RoomVersionId.of(version)).orElseThrow();
        SigningIdentity self = SigningIdentity.unknown(origin, ed25519);
        Pdu event = self.events().complete(draft(origin, user, rules), rules).orThrow();
        byte[] body = new JsonWriter()
                .beginObject()
                .field("room_version", version)
                .field("event", event.json())
                .name("invite_room_state")
                .beginArray()
                .endArray()
                .endObject()
                .toBytes();
        String target = "/_matrix/federation/v2/invite/"
                + SignedCalls.segment(event.roomId().value()) + "/"
                + SignedCalls.segment(event.eventId().value());
        try (FederationClient client = new FederationClient(settings, self.forClient())) {
            FederationResponse answer = new SignedCalls(client).call(us, FederationRequest.put(target, body));
            return answer.status() + " "
                    + JsonObject.of(answer.body()).string("errcode").orElse("");
        }
    }

    private static JsonObject draft(ServerName origin, String user, RoomVersionRules rules) {
        JsonWriter draft = new JsonWriter()
                .beginObject()
                .field("type", "m.room.member")
                .field(
                        "room_id",
                        rules.format().roomId() == RoomIdForm.GIVEN
                                ? "!strange:" + origin
                                : "!" + "s".repeat(HASH_LENGTH))
                .field("sender", "@stranger:" + origin)
                .field("state_key", user)
                .field("depth", 1)
                .field("origin_server_ts", System.currentTimeMillis());
        if (rules.format().eventId() == EventIdForm.GIVEN) {
            draft.field("event_id", "$" + UUID.randomUUID() + ":" + origin);
        }
        for (String empty : new String[] {"auth_events", "prev_events"}) {
            draft.name(empty).beginArray().endArray();
        }
        return draft.name("content")
                .beginObject()
                .field("membership", "invite")
                .endObject()
                .endObject()
                .toObject();
    }
}
