package io.vestibule.testkit.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.tls.ServerCertificate;
import io.vestibule.testkit.wire.ServerKey;
import java.io.IOException;
import java.util.Set;

/**
 * A homeserver that is what its script makes of it: an honest resident by default. Its rooms are the world's, its requests
 * go into the world's log. Safe for use by several threads.
 */
public final class ScriptedHomeserver {

    private final String nickname;
    private final FederationWorld world;
    private final Identity identity;
    private final Script script = new Script();
    private final KeyAnswers keyAnswers;
    private final RoomAnswers roomAnswers;
    private final InviteAnswers inviteAnswers;
    private final HttpFront front;

    private ScriptedHomeserver(String nickname, FederationWorld world, HttpFront front) {
        this.nickname = nickname;
        this.world = world;
        this.front = front;
        String keyVersion = nickname.replaceAll("[^A-Za-z0-9]", "_");
        this.identity = new Identity(
                ServerName.of("localhost:" + front.port()), ServerKey.generate(KeyId.of("ed25519:" + keyVersion)));
        this.keyAnswers = new KeyAnswers(identity, world);
        this.roomAnswers = new RoomAnswers(identity.server(), world);
        this.inviteAnswers = new InviteAnswers(identity, world);
    }

    static ScriptedHomeserver start(String nickname, ServerCertificate certificate, FederationWorld world) {
        HttpFront front = new HttpFront(world.vertx(), certificate);
        ScriptedHomeserver server = new ScriptedHomeserver(nickname, world, front);
        front.serve(server);
        return server;
    }

    /** @return its name in the federation, {@code localhost:PORT} */
    public ServerName name() {
        return identity.server();
    }

    /** @return what people call it */
    public String nickname() {
        return nickname;
    }

    /** @return its name and its signing key */
    public Identity identity() {
        return identity;
    }

    /** @return the user of this server with that localpart */
    public UserId user(String localpart) {
        return identity.user(localpart);
    }

    /** @return what it does wrong */
    public Script script() {
        return script;
    }

    /** Stops listening: connections are refused, open ones are closed. The port stays this server's own. */
    public void goOffline() {
        front.stop();
    }

    /** Listens again. */
    public void comeBack() {
        front.serve(this);
    }

    /** Makes this server a resident of a room, by a user of its own who is invited and joins. */
    public ScriptedHomeserver settleIn(ScriptedRoom room, String localpart) {
        room.settle(identity, localpart);
        return this;
    }

    /**
     * Makes and sends an invite; the room has it once the other side has answered 200.
     *
     * @param peer the invited user's server
     * @param room a room that this server is in
     * @param inviter the localpart of a member of this server
     * @param invitee the user to invite
     * @param envelope how to wrap and send the invite
     * @return the answer
     * @throws IOException if none came
     */
    public InviteExchange invite(Peer peer, ScriptedRoom room, String inviter, UserId invitee, InviteEnvelope envelope)
            throws IOException {
        RoomEvent event = room.prepare(identity, user(inviter), invitee, "invite");
        InviteExchange exchange = deliver(peer, room, event, envelope);
        if (exchange.isAccepted()) {
            room.accept(exchange.coSigned());
        }
        return exchange;
    }

    /**
     * Sends an invite that was made before, and leaves the room as it is.
     *
     * @return the answer
     * @throws IOException if none came
     */
    public InviteExchange deliver(Peer peer, ScriptedRoom room, RoomEvent event, InviteEnvelope envelope)
            throws IOException {
        String target = envelope.target(room, event);
        JsonObject body = envelope.body(room, event);
        PeerAnswer answer = world.client().put(identity, peer, target, body);
        return InviteExchange.of(event, answer, room, peer, world);
    }

    /**
     * Sends bytes as they are, for requests that are meant to be wrong.
     *
     * @param authorization the header's value, empty for none
     * @return the answer
     * @throws IOException if none came
     */
    public PeerAnswer putRaw(Peer peer, String target, String authorization, byte[] body) throws IOException {
        return world.client().putRaw(peer, target, authorization, body);
    }

    /** @return a good X-Matrix header of this server for a PUT */
    public String authorization(Peer peer, String target, JsonObject body) {
        return XMatrix.header(identity, peer.name(), "PUT", target, body);
    }

    JsonObject keyAnswer() {
        return keyAnswers.own();
    }

    FederationWorld world() {
        return world;
    }

    /** The honest answer. */
    Answer answer(RecordedRequest request) {
        return switch (request.route()) {
            case KEYS -> Answer.ok(keyAnswers.own());
            case NOTARY -> keyAnswers.notary(Set.of(request.room()));
            case NOTARY_BATCH -> keyAnswers.notaryBatch(request.json());
            case VERSION -> Answer.ok(new JsonObject().put("server", version()));
            case MAKE_JOIN -> roomAnswers.make(request, "join");
            case MAKE_LEAVE -> roomAnswers.make(request, "leave");
            case SEND_JOIN -> roomAnswers.send(request, "join", false);
            case SEND_JOIN_V1 -> roomAnswers.send(request, "join", true);
            case SEND_LEAVE -> roomAnswers.send(request, "leave", false);
            case SEND_LEAVE_V1 -> roomAnswers.send(request, "leave", true);
            case INVITE_V1 -> inviteAnswers.v1(request);
            case INVITE_V2 -> inviteAnswers.v2(request);
            case INVITE_WITH_AUTH -> inviteAnswers.withAuth(request);
            case TRANSACTION -> Answer.ok(transactionResult(request.json()));
            case UNKNOWN -> Answer.error(404, "M_UNRECOGNIZED", "Unrecognized request");
        };
    }

    private static JsonObject version() {
        return new JsonObject().put("name", "Scripted homeserver").put("version", "1");
    }

    private static JsonObject transactionResult(JsonObject transaction) {
        JsonObject results = new JsonObject();
        for (Object pdu : transaction.getJsonArray("pdus", new JsonArray())) {
            results.put(((JsonObject) pdu).getString("event_id", ""), new JsonObject());
        }
        return new JsonObject().put("pdus", results);
    }

    @Override
    public String toString() {
        return nickname + " (" + name() + ")";
    }
}
