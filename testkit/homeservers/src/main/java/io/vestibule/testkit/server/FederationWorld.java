package io.vestibule.testkit.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.tls.ServerCertificate;
import io.vestibule.testkit.tls.TestAuthority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The homeservers of one run, on loopback. Every server listens on a port of its own and is called {@code localhost:PORT} in
 * the federation; its nickname is for people. Safe for use by several threads.
 */
public final class FederationWorld implements AutoCloseable {

    private final Vertx vertx;
    private final TestAuthority authority = TestAuthority.named("Vestibule test authority");
    private final RequestLog requests = new RequestLog();
    private final OutboundClient client = new OutboundClient(authority.clientContext());
    private final KeyDirectory keys = new KeyDirectory(client);
    private final Map<ServerName, ScriptedHomeserver> servers = new ConcurrentHashMap<>();
    private final Map<String, ScriptedRoom> rooms = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<ScriptedHomeserver> opened = new ConcurrentLinkedDeque<>();

    private FederationWorld(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @return a world without servers */
    public static FederationWorld open() {
        return new FederationWorld(Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))));
    }

    /**
     * Starts a server with a certificate for its name and a key of its own.
     *
     * @param nickname what people call it, for instance {@code good.example}
     * @return the server, listening
     */
    public ScriptedHomeserver server(String nickname) {
        return start(nickname, authority.issue(List.of("localhost", "127.0.0.1")));
    }

    /** Starts a server whose certificate ran out yesterday. */
    public ScriptedHomeserver serverWithExpiredCertificate(String nickname) {
        return start(nickname, authority.issueExpired(List.of("localhost", "127.0.0.1")));
    }

    /** Starts a server whose certificate is for another name. */
    public ScriptedHomeserver serverWithCertificateFor(String nickname, String otherHost) {
        return start(nickname, authority.issue(List.of(otherHost)));
    }

    private ScriptedHomeserver start(String nickname, ServerCertificate certificate) {
        ScriptedHomeserver server = ScriptedHomeserver.start(nickname, certificate, this);
        servers.put(server.name(), server);
        opened.push(server);
        return server;
    }

    /**
     * Makes a room on a server.
     *
     * @param version its version
     * @param home the creator's server
     * @param creator the creator's localpart
     * @param name the room's name
     */
    public ScriptedRoom room(String version, ScriptedHomeserver home, String creator, String name) {
        ScriptedRoom room = ScriptedRoom.create(RoomVersionId.of(version), home.identity(), creator, name);
        rooms.put(room.id().value(), room);
        return room;
    }

    /** Tells the scripted servers of a server under test, whose keys they will fetch from there. */
    public void introduce(Peer peer) {
        keys.introduce(peer);
    }

    /** Tells the scripted servers a public key of a server under test that serves none. */
    public void learnKey(ServerName server, String keyId, String publicKey) {
        keys.learn(server, keyId, publicKey);
    }

    /** @return the certificate authority of every server of this world */
    public TestAuthority authority() {
        return authority;
    }

    /** @return what was asked of the servers */
    public RequestLog requests() {
        return requests;
    }

    /** @return the server of that name */
    public Optional<ScriptedHomeserver> find(ServerName name) {
        return Optional.ofNullable(servers.get(name));
    }

    /** @return what people call a server; its name when it is not of this world */
    public String nickname(String server) {
        return ServerName.parse(server)
                .flatMap(this::find)
                .map(ScriptedHomeserver::nickname)
                .orElse(server);
    }

    Vertx vertx() {
        return vertx;
    }

    OutboundClient client() {
        return client;
    }

    Optional<ScriptedRoom> room(String id) {
        return Optional.ofNullable(rooms.get(id));
    }

    /** The public key of any server, scripted or under test. */
    Optional<String> publicKey(ServerName server, String keyId) {
        Optional<ScriptedHomeserver> scripted = find(server);
        if (scripted.isPresent()) {
            return scripted.map(found -> found.identity().key())
                    .filter(key -> key.id().value().equals(keyId))
                    .map(key -> key.publicKey());
        }
        return keys.publicKey(server, keyId);
    }

    @Override
    public void close() {
        opened.forEach(ScriptedHomeserver::goOffline);
        client.close();
        vertx.close().await();
    }
}
