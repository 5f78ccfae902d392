package io.vestibule.testkit.server;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;

/**
 * An invite and what became of it.
 *
 * @param sent the invite as sent
 * @param answer the answer
 * @param isAccepted whether the answer is 200 with the same event, our signature untouched, and a good one of the invited
 *     user's server beside it
 */
public record InviteExchange(RoomEvent sent, PeerAnswer answer, boolean isAccepted) {

    static InviteExchange of(RoomEvent sent, PeerAnswer answer, ScriptedRoom room, Peer peer, FederationWorld world) {
        return new InviteExchange(sent, answer, answer.isOk() && isCoSigned(sent, answer, room, peer, world));
    }

    private static boolean isCoSigned(
            RoomEvent sent, PeerAnswer answer, ScriptedRoom room, Peer peer, FederationWorld world) {
        JsonObject returned = answer.json().getJsonObject("event", new JsonObject());
        ServerName invited = peer.name();
        JsonObject signatures =
                returned.getJsonObject("signatures", new JsonObject()).copy();
        JsonObject theirs = signatures.getJsonObject(invited.value(), new JsonObject());
        boolean good = theirs.fieldNames().stream()
                .anyMatch(keyId -> world.publicKey(invited, keyId)
                        .filter(key -> room.format().verify(returned, invited, keyId, key))
                        .isPresent());
        signatures.remove(invited.value());
        JsonObject rest = returned.copy().put("signatures", signatures);
        rest.remove("unsigned");
        JsonObject original = sent.copy();
        original.remove("unsigned");
        return good && rest.equals(original);
    }

    /** @return the invite's ID */
    public EventId eventId() {
        return sent.id();
    }

    /** @return the invite with both signatures, as it enters the room */
    public RoomEvent coSigned() {
        return new RoomEvent(sent.id(), answer.json().getJsonObject("event"));
    }
}
