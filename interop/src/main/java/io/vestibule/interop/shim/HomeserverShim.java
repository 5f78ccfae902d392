package io.vestibule.interop.shim;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vestibule.interop.shim.HomeserverFeeds.LocalMembership;
import io.vestibule.interop.suite.OurRoom;
import io.vestibule.interop.suite.Shim;
import io.vestibule.interop.synapse.SynapseServer;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationClientSettings;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The homeserver beside Vestibule: TLS front of the server name, {@code /send}, profiles, and memberships of its own
 * making. Thread-safe.
 */
public final class HomeserverShim implements Shim, AutoCloseable {

    private static final Duration TELLING = Duration.ofSeconds(20);
    private static final String UNRECOGNIZED = "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}";

    private final HomeserverFeeds feeds;
    private final int ingressPort;
    private final Transactions transactions;
    private final ViaAdder via;
    private final SigningIdentity self;
    private final MembershipElsewhere elsewhere;
    private final ServerName name;
    private final SignedCalls calls;
    private final ResidentRooms ownRooms;
    private final Strangers strangers;
    private final HttpClient toIngress;
    private final HttpServer server;

    /**
     * @param identity our name and key, and where Vestibule's ingress listens
     * @param tls the certificate for localhost
     * @param synapses the other servers, whose keys sign what is changed in their name
     */
    public HomeserverShim(Vertx vertx, Identity identity, Tls tls, List<SynapseServer> synapses, HomeserverFeeds feeds)
            throws IOException {
        Ed25519 ed25519 = Ed25519.fastest();
        this.name = ServerName.of(identity.serverName());
        this.feeds = feeds;
        this.ingressPort = identity.ingressPort();
        this.transactions = new Transactions(identity.serverName(), feeds);
        Map<String, SigningIdentity> senders = new HashMap<>();
        for (SynapseServer synapse : synapses) {
            senders.put(synapse.name(), SigningIdentity.of(synapse.name(), synapse.keyFile(), ed25519));
        }
        this.via = new ViaAdder(name, senders);
        this.self = SigningIdentity.of(identity.serverName(), identity.keyFile(), ed25519);
        FederationClientSettings settings = FederationClientSettings.DEFAULT
                .withAllowedAddresses(List.of(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("::1/128")))
                .withExtraCaFiles(List.of(tls.authority()));
        this.calls = new SignedCalls(new FederationClient(settings, self.forClient()));
        this.elsewhere = new MembershipElsewhere(calls, self);
        this.ownRooms = new ResidentRooms(SigningIdentity.independently(name, identity.keyFile()));
        this.strangers = new Strangers(settings, name, ed25519);
        this.toIngress = vertx.createHttpClient();
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(name.port().orElseThrow())
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.certificate().toString())
                        .setKeyPath(tls.key().toString()));
        this.server = await(
                vertx.createHttpServer(options).requestHandler(this::handle).listen());
    }

    /**
     * Who we are.
     *
     * @param serverName localhost:PORT
     * @param keyFile our signing key, the one that Vestibule uses
     * @param ingressPort where Vestibule's ingress listens, plain
     */
    public record Identity(String serverName, Path keyFile, int ingressPort) {}

    /**
     * Certificates.
     *
     * @param certificate for localhost
     * @param key its key
     * @param authority who signed it
     */
    public record Tls(Path certificate, Path key, Path authority) {}

    @Override
    public void addVia(String user, List<String> servers) {
        via.add(user, servers);
    }

    @Override
    public void joinElsewhere(String room, String user, String through) {
        publish(elsewhere.change(room, user, "join", ServerName.of(through)));
        transactions.enter(room);
        feeds.residency(room, true);
    }

    @Override
    public void leaveElsewhere(String room, String user, String through) {
        LocalMembership left = elsewhere.change(room, user, "leave", ServerName.of(through));
        transactions.exit(room);
        feeds.residency(room, false);
        publish(left);
    }

    @Override
    public void knockElsewhere(String room, String user, String through) {
        publish(elsewhere.change(room, user, "knock", ServerName.of(through)));
    }

    @Override
    public OurRoom createRoom(String version, String creator, String roomName) {
        UserId user = UserId.of(creator);
        OwnRoom room =
                new OwnRoom(ownRooms.create(version, user.localpart(), roomName), ownRooms.self(), user, this::tell);
        ownRooms.add(room);
        transactions.enter(room.id());
        feeds.residency(room.id(), true);
        return room;
    }

    /** The homeserver's own transactions, which have nothing to do with Vestibule's. */
    private synchronized void tell(ServerName server, io.vertx.core.json.JsonObject event) {
        var transaction = new io.vertx.core.json.JsonObject()
                .put("origin", name.value())
                .put("origin_server_ts", System.currentTimeMillis())
                .put("pdus", List.of(event));
        String target = "/_matrix/federation/v1/send/" + UUID.randomUUID();
        calls.ok(server, FederationRequest.put(target, transaction.encode().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String inviteFrom(String origin, String version, String user) {
        return strangers.invite(ServerName.of(origin), version, user);
    }

    @Override
    public String authorization(String method, String target, String destination, String body) {
        byte[] bytes = body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8);
        return self.authorization(method, target, ServerName.of(destination), bytes);
    }

    @Override
    public int pdusSeen(String room) {
        return transactions.seen(room);
    }

    @Override
    public int pdusApplied(String room) {
        return transactions.applied(room);
    }

    @Override
    public void joining(String room) {
        transactions.joining(room);
    }

    @Override
    public void notJoined(String room) {
        transactions.outside(room);
    }

    @Override
    public void imported(String room, String user, String joinEventJson, String eventId) {
        JsonObject join = JsonObject.of(joinEventJson.getBytes(StandardCharsets.UTF_8));
        publish(new LocalMembership(
                room, user, "join", eventId, cited(join, "auth_events"), cited(join, "prev_events")));
        feeds.residency(room, true);
        transactions.enter(room);
    }

    /** Room versions 1 and 2 cite events as pairs of ID and hashes. */
    private static List<String> cited(JsonObject event, String field) {
        return event.array(field).stream()
                .flatMap(JsonArray::stream)
                .map(entry -> entry instanceof JsonArray pair ? pair.get(0).orElse(pair) : entry)
                .map(id -> id instanceof JsonString text ? text.value() : id.toString())
                .toList();
    }

    @Override
    public void close() {
        await(server.close());
        toIngress.close();
        calls.client().close();
    }

    private void publish(LocalMembership change) {
        feeds.membershipChanged(change);
    }

    private void handle(HttpServerRequest request) {
        String target = request.uri();
        if (target.startsWith("/_matrix/federation/v1/send/")) {
            request.body().onSuccess(body -> Thread.startVirtualThread(() -> takeTransaction(request, body)));
        } else if (target.startsWith("/_matrix/federation/v1/query/profile")) {
            json(request, 200, "{}");
        } else if (ownRooms.serves(target)) {
            request.body().onSuccess(body -> Thread.startVirtualThread(() -> answer(request, body)));
        } else if (target.contains("/invite/") || target.startsWith("/_matrix/key/")) {
            request.body().onSuccess(body -> route(request, body));
        } else {
            json(request, 404, UNRECOGNIZED);
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        ResidentRooms.Answer answer = ownRooms.answer(request.uri(), body.toString());
        json(request, answer.status(), answer.body());
    }

    private void takeTransaction(HttpServerRequest request, Buffer body) {
        String[] parts = request.uri().split("/", -1);
        try {
            transactions.take(parts[parts.length - 1], body.toString(StandardCharsets.UTF_8));
            json(request, 200, "{\"pdus\":{}}");
        } catch (JsonProcessingException e) {
            json(request, 400, "{\"errcode\":\"M_NOT_JSON\",\"error\":\"not JSON\"}");
        }
    }

    private void route(HttpServerRequest request, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(ingressPort)
                .setMethod(HttpMethod.valueOf(request.method().name()))
                .setURI(request.uri());
        Optional<ViaAdder.Changed> changed = changed(request, body);
        toIngress
                .request(options)
                .compose(outbound -> {
                    outbound.headers().setAll(request.headers());
                    changed.ifPresent(c -> outbound.putHeader("Authorization", c.authorization()));
                    Buffer sent = changed.map(c -> Buffer.buffer(c.body())).orElse(body);
                    outbound.putHeader("Content-Length", Integer.toString(sent.length()));
                    return outbound.send(sent);
                })
                .compose(answer -> answer.body().map(bytes -> {
                    request.response()
                            .setStatusCode(answer.statusCode())
                            .putHeader("Content-Type", "application/json")
                            .end(bytes);
                    return bytes;
                }))
                .onFailure(failure -> json(request, 502, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"ingress is away\"}"));
    }

    private Optional<ViaAdder.Changed> changed(HttpServerRequest request, Buffer body) {
        try {
            return via.change(request.uri(), body.getBytes());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void json(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the homeserver's port did not follow within ten seconds", e);
        }
    }
}
