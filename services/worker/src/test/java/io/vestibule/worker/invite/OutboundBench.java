package io.vestibule.worker.invite;

import io.vertx.core.json.JsonObject;
import io.vestibule.kit.lanes.Ticket;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.api.UnstableNames;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.EventSigner;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationClientSettings;
import io.vestibule.matrix.federation.client.XMatrixRequestSigner;
import io.vestibule.matrix.federation.keys.KeyQueries;
import io.vestibule.matrix.federation.keys.NetworkKeyFetcher;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareEvent;
import io.vestibule.schemas.SendInviteOrder;
import io.vestibule.schemas.SendPdu;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.FederationWorld;
import io.vestibule.testkit.server.RecordedRequest;
import io.vestibule.testkit.server.Route;
import io.vestibule.testkit.server.ScriptedHomeserver;
import io.vestibule.testkit.wire.ServerKey;
import io.vestibule.worker.handshake.Peers;
import io.vestibule.worker.imports.OurKeys;
import io.vestibule.worker.order.Answer;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.order.OrderReader;
import io.vestibule.worker.walk.ServerHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** We invite: our key, a real client and key ring, and everything that sends invites, over real TLS and without a broker. */
final class OutboundBench implements AutoCloseable {
    static final ServerName US = ServerName.of("us.example");
    static final Duration BUDGET = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final FederationWorld world = FederationWorld.open();
    final Identity us = new Identity(US, ServerKey.generate(KeyId.of("ed25519:us")));
    final ServerHealth health = new ServerHealth(Duration.ofMinutes(1));
    final EventPreparing preparing;
    final TransactionSending retracting;

    private final AtomicInteger servers = new AtomicInteger();
    private final ExecutorService fetches = Executors.newVirtualThreadPerTaskExecutor();
    private final FederationClient client;
    private final Peers peers;
    private final SignedAnswer answers;

    OutboundBench(Path folder) throws Exception {
        Ed25519 ed25519 = Ed25519.fastest();
        SigningKeyFile keys = SigningKeyFile.parse(us.key().fileLine());
        FederationClientSettings settings = FederationClientSettings.DEFAULT
                .withAllowedAddresses(List.of(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("::1/128")))
                .withExtraCaFiles(List.of(world.authority().writeTo(folder.resolve("ca.pem"))));
        client = new FederationClient(
                settings, new XMatrixRequestSigner(new XMatrixSigner(US, keys.signingKey(), ed25519)));
        peers = new Peers(client);
        KeyQueries queries = new KeyQueries(client, new JsonSignatures(ed25519), InstantSource.system());
        CachingKeyRing ring = new CachingKeyRing(
                new NetworkKeyFetcher(queries, List.of(), Duration.ofSeconds(5)),
                InstantSource.system(),
                KeyRingLimits.DEFAULT,
                fetches);
        EventSignatures signatures = new EventSignatures(ed25519);
        answers = new SignedAnswer(signatures, ring, US);
        preparing = new EventPreparing(
                new EventSigner(ed25519, US, keys.signingKey()),
                signatures,
                new OurKeys(US, keys),
                new ViaNarrowing(health, InstantSource.system()));
        retracting = retractingWithin(BUDGET);
        world.learnKey(US, us.key().id().value(), us.key().publicKey());
        warmUp();
    }

    /** The first call loads much and must not be taken for silence on a busy machine. */
    private void warmUp() throws Exception {
        Envelopes envelopes = new Envelopes(List.of(UnstableNames.VIA), Optional.empty());
        send(sending(envelopes, Duration.ofHours(1), PATIENCE), room("11"), newServer());
    }

    /** Sends over versions 2 and 1. */
    InviteSending sending() {
        return sending(new Envelopes(List.of(UnstableNames.VIA), Optional.empty()), Duration.ofHours(1));
    }

    /** Tries invite-with-auth first. */
    InviteSending sendingWithAuth(Duration memory) {
        return sendingWithAuth(InviteWithAuth.ENDPOINTS.getFirst(), memory);
    }

    InviteSending sendingWithAuth(Endpoint endpoint, Duration memory) {
        return sending(new Envelopes(List.of(UnstableNames.VIA), Optional.of(endpoint)), memory);
    }

    InviteSending sending(Envelopes envelopes, Duration memory) {
        return sending(envelopes, memory, BUDGET);
    }

    private InviteSending sending(Envelopes envelopes, Duration memory, Duration budget) {
        return new InviteSending(
                new InviteSending.Tools(peers::call, envelopes, answers, new AuthMemory(memory), health),
                budget,
                InstantSource.system());
    }

    /** A homeserver that nobody has asked anything yet. */
    ScriptedHomeserver newServer() {
        return world.server("peer-" + servers.incrementAndGet() + ".example");
    }

    /** Every invite that has reached that server, over any version of the endpoint. */
    List<RecordedRequest> invites(ScriptedHomeserver to) {
        return world.requests()
                .matching(request ->
                        request.server().equals(to.name()) && request.route().isInvite());
    }

    /** The versions of the endpoint at which that server was called, in order. */
    List<Route> asked(ScriptedHomeserver to) {
        return invites(to).stream().map(RecordedRequest::route).toList();
    }

    ScriptedRoom room(String version) {
        return ScriptedRoom.create(RoomVersionId.of(version), us, "ulla", "Office");
    }

    /** An invite of ours for a user of that server, as the homeserver signs it. */
    RoomEvent invite(ScriptedRoom room, ScriptedHomeserver to) {
        return room.prepare(us, us.user("ulla"), to.user("dana"), "invite");
    }

    static WorkOrder.Builder order(WorkOrderType type, ScriptedRoom room, UserId user) {
        long now = System.currentTimeMillis();
        return WorkOrder.newBuilder()
                .setOrderId("order")
                .setType(type)
                .setRoomId(room.id().value())
                .setUserId(user.value())
                .setLane("lane")
                .setIssuedAt(now)
                .setNotAfter(now + 60_000)
                .setRoomVersion(room.version().value());
    }

    static PrepareEvent.Builder prepare(ScriptedRoom room, JsonObject event) {
        return PrepareEvent.newBuilder()
                .setMembership(Membership.INVITE)
                .setEventJson(event.encode())
                .setInviteRoomState(state(room))
                .setVia(List.of(US.value()));
    }

    Answer prepare(ScriptedRoom room, UserId user, PrepareEvent prepare) throws Exception {
        WorkOrder order = order(WorkOrderType.PREPARE_EVENT, room, user)
                .setPrepareEvent(prepare)
                .build();
        return preparing.prepare((Order.PrepareEvent) OrderReader.read(order));
    }

    static Order.SendInvite order(ScriptedRoom room, RoomEvent invite, UserId user, InviteEndpoint pinned)
            throws Exception {
        return order(room, invite, user, pinned, List.of("a.example", US.value()));
    }

    static Order.SendInvite order(
            ScriptedRoom room, RoomEvent invite, UserId user, InviteEndpoint pinned, List<String> via)
            throws Exception {
        SendInviteOrder send = SendInviteOrder.newBuilder()
                .setEventId(invite.id().value())
                .setEventJson(invite.json().encode())
                .setInviteRoomState(state(room))
                .setVia(via)
                .setEndpoint(pinned)
                .build();
        return (Order.SendInvite) OrderReader.read(
                order(WorkOrderType.SEND_INVITE, room, user).setSendInvite(send).build());
    }

    Answer.Reported send(InviteSending sending, ScriptedRoom room, ScriptedHomeserver to) throws Exception {
        return sending.send(order(room, invite(room, to), to.user("dana"), InviteEndpoint.UNKNOWN), new Ticket(false));
    }

    TransactionSending retractingWithin(Duration budget) {
        return new TransactionSending(peers::call, US, health, budget, InstantSource.system());
    }

    Answer.Reported retract(ScriptedRoom room, Pdu leave, UserId user) throws Exception {
        return retract(retracting, room, leave, user);
    }

    static Answer.Reported retract(TransactionSending sending, ScriptedRoom room, Pdu leave, UserId user)
            throws Exception {
        SendPdu send = new SendPdu(
                leave.eventId().value(), new String(leave.bytes(), java.nio.charset.StandardCharsets.UTF_8));
        Order order = OrderReader.read(
                order(WorkOrderType.SEND_PDU, room, user).setSendPdu(send).build());
        return sending.send((Order.SendPdu) order, new Ticket(false));
    }

    /** Whole events, some with {@code unsigned}, the create event among them. */
    static List<String> state(ScriptedRoom room) {
        List<String> state = new ArrayList<>();
        room.state()
                .forEach(event -> state.add(event.copy()
                        .put("unsigned", new JsonObject().put("age", 7))
                        .encode()));
        return state;
    }

    @Override
    public void close() {
        client.close();
        fetches.close();
        world.close();
    }
}
