package io.vestibule.ingress.check;

import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.schemas.InviteReceived;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An invite that has passed every check, with our signature. Immutable.
 *
 * @param claim the invite as it came
 * @param state its checked stripped state
 * @param event the event with our signature added and everything else as it came
 * @param hidden whether its user does not want to see it
 */
public record SignedInvite(InviteClaim claim, CheckedState state, Pdu event, boolean hidden) {

    /** Signs. The same invite always gives the same signature, so that a repeat is answered alike. */
    public static Decoded<SignedInvite> sign(
            InviteClaim claim, CheckedState state, EventSigner signer, boolean hidden) {
        return InviteClaim.wellFormed(signer.sign(claim.event()))
                .then(event -> new Decoded.Ok<>(new SignedInvite(claim, state, event, hidden)));
    }

    /** @return the event for the answer: as it came, with our signature, without {@code unsigned.invite_room_state} */
    public byte[] answer() {
        JsonObject json = event.json();
        return json.object("unsigned")
                .filter(unsigned -> unsigned.has("invite_room_state"))
                .map(unsigned -> json.with("unsigned", unsigned.without("invite_room_state")))
                .orElseGet(event::bytes);
    }

    /**
     * @param receivedAt when the request arrived, milliseconds since 1970
     * @return the fact to append
     */
    public InviteReceived toRecord(long receivedAt) {
        List<ServerName> via = claim.request().companions().via();
        Pdu create = state.create();
        return InviteReceived.newBuilder()
                .setRoomId(event.roomId().value())
                .setUserId(claim.invited().value())
                .setEventId(event.eventId().value())
                .setRoomVersion(event.rules().id().value())
                .setSender(event.sender().value())
                .setOrigin(event.sender().server().value())
                .setEndpoint(claim.request().endpoint())
                .setReceivedAt(receivedAt)
                .setReferenceHash(referenceHash())
                .setEventJson(withoutUnsigned(event.json()))
                .setAuthEventIds(event.authEvents().stream().map(EventId::value).toList())
                .setVia(via.isEmpty() ? null : names(via))
                .setStateServers(names(state.servers()))
                .setStrippedState(state.stripped())
                .setCreateEventJson(create == null ? "" : withoutUnsigned(create.json()))
                .setCreateVerified(create != null)
                .setIgnoredStateEntries(state.ignoredStateEntries())
                .setHidden(hidden)
                .build();
    }

    private String referenceHash() {
        return UnpaddedBase64.encodeUrlSafe(event.referenceHash());
    }

    private static List<String> names(List<ServerName> servers) {
        return servers.stream().map(ServerName::value).toList();
    }

    private static String withoutUnsigned(JsonObject json) {
        return json.has("unsigned") ? new String(json.without("unsigned"), StandardCharsets.UTF_8) : json.toString();
    }
}
