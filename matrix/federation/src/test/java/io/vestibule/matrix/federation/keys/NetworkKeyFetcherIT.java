package io.vestibule.matrix.federation.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.api.RequestTarget;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationRequest;
import io.vestibule.matrix.federation.client.XMatrixRequestSigner;
import io.vestibule.matrix.federation.support.RawServer;
import io.vestibule.matrix.federation.support.TestServers;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import io.vestibule.matrix.key.Notary;
import io.vestibule.matrix.key.OwnServerKeys;
import io.vestibule.matrix.xmatrix.XMatrixMessage;
import io.vestibule.matrix.xmatrix.XMatrixSigner;
import io.vestibule.matrix.xmatrix.XMatrixVerdict;
import io.vestibule.matrix.xmatrix.XMatrixVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkKeyFetcherIT {

    private static final Duration BUDGET = Duration.ofSeconds(8);

    private final TestServers servers = new TestServers();
    private final Ed25519 ed25519 = Ed25519.portable();
    private final JsonSignatures signatures = new JsonSignatures(ed25519);
    private final SigningKeyFile originKeys = SigningKeyFile.generate(new SplittableRandom(1));
    private final SigningKey notaryKey = SigningKey.generate(KeyId.of("ed25519:n"), new SplittableRandom(2));
    private final KeyQueries queries = new KeyQueries(servers.client(), signatures, InstantSource.system());

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private String published(ServerName server) {
        return new String(new OwnServerKeys(server, originKeys, signatures).answer(System.currentTimeMillis()), UTF_8);
    }

    private RawServer keyServer() {
        return servers.server(
                (request, out) -> RawServer.ok(published(ServerName.of(request.header("host"))))
                        .answer(request, out),
                "127.0.0.1");
    }

    /** A notary that vouches for what the server publishes, with the key that it is known by or with another. */
    private RawServer notaryServer(ServerName about, SigningKey signsWith, ServerName signsAs) {
        return servers.server(
                (request, out) -> {
                    JsonObject object = JsonObject.of(published(about));
                    String signed = new String(signatures.sign(object, signsAs, signsWith), UTF_8);
                    RawServer.ok("{\"server_keys\":[" + signed + "]}").answer(request, out);
                },
                "127.0.0.1",
                "notary.example");
    }

    private static ServerName at(RawServer server) {
        return ServerName.of("127.0.0.1:" + server.port());
    }

    private KeyRequest wanted(ServerName server) {
        return KeyRequest.forRequest(server, Set.of(originKeys.signingKey().id()), System.currentTimeMillis());
    }

    private Notary notary(ServerName name) {
        return new Notary(name, Map.of(notaryKey.id(), notaryKey.verifyKey()));
    }

    private KeyFetch fetch(ServerName server, Notary... notaries) {
        return new NetworkKeyFetcher(queries, List.of(notaries), BUDGET).fetch(wanted(server));
    }

    @Test
    void a_server_is_asked_for_its_own_keys_without_a_signature() {
        // Given
        RawServer origin = keyServer();

        // When
        KeyFetch fetch = fetch(at(origin));

        // Then
        assertThat(fetch).isInstanceOf(KeyFetch.Fetched.class);
        assertThat(((KeyFetch.Fetched) fetch).answers().getFirst().verifyKeys())
                .containsOnlyKeys(originKeys.signingKey().id());
        assertThat(origin.requests().getFirst().requestLine()).isEqualTo("GET /_matrix/key/v2/server HTTP/1.1");
        assertThat(origin.requests().getFirst().header("authorization")).isEmpty();
    }

    @Test
    void keys_of_another_server_are_refused() {
        // Given
        RawServer liar = servers.server(RawServer.ok(published(ServerName.of("victim.example"))), "127.0.0.1");

        // When
        KeyFetch fetch = fetch(at(liar));

        // Then
        assertThat(fetch).isInstanceOf(KeyFetch.Failed.class);
        assertThat(((KeyFetch.Failed) fetch).reason()).contains("server_name is not " + at(liar));
    }

    @Test
    void answers_that_are_no_keys_are_failures_that_say_why() {
        // Given
        RawServer notFound = servers.server(
                (request, out) -> RawServer.write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"),
                "127.0.0.1");
        RawServer html = servers.server(RawServer.ok("<html>"), "127.0.0.1");
        RawServer endless = servers.server(RawServer.ok("{\"x\":\"" + "y".repeat(300_000) + "\"}"), "127.0.0.1");

        // When
        List<KeyFetch> fetches = List.of(fetch(at(notFound)), fetch(at(html)), fetch(at(endless)));

        // Then
        assertThat(fetches).allMatch(KeyFetch.Failed.class::isInstance);
        assertThat(fetches.get(0).toString()).contains("404");
        assertThat(fetches.get(2).toString()).contains("larger than");
    }

    @Test
    void a_notary_vouches_for_a_server_that_hangs_within_the_budget() {
        // Given
        RawServer hanging = servers.server((request, out) -> Thread.sleep(60_000), "127.0.0.1");
        ServerName notaryName = ServerName.of("notary.example");
        RawServer notary = notaryServer(at(hanging), notaryKey, notaryName);
        servers.dns
                .host("notary.example", "127.0.0.1")
                .service("_matrix-fed._tcp.notary.example", 1, 1, notary.port(), "notary.example");
        long start = System.nanoTime();

        // When
        KeyFetch fetch = fetch(at(hanging), notary(notaryName));

        // Then
        assertThat(fetch).isInstanceOf(KeyFetch.Fetched.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BUDGET.plusSeconds(1));
        RawServer.Seen asked = notary.requests().getFirst();
        assertThat(asked.requestLine()).isEqualTo("POST /_matrix/key/v2/query HTTP/1.1");
        assertThat(JsonObject.of(asked.body())
                        .object("server_keys")
                        .orElseThrow()
                        .has(at(hanging).value()))
                .isTrue();
    }

    @Test
    void a_notary_that_signs_with_an_unknown_key_is_not_believed() {
        // Given
        RawServer broken = servers.server(RawServer.ok("{}"), "127.0.0.1");
        SigningKey unknown = SigningKey.generate(KeyId.of("ed25519:x"), new SplittableRandom(3));
        ServerName name = ServerName.of("notary.example");
        RawServer notary = notaryServer(at(broken), unknown, name);
        servers.dns
                .host("notary.example", "127.0.0.1")
                .service("_matrix-fed._tcp.notary.example", 1, 1, notary.port(), "notary.example");

        // When
        KeyFetch fetch = fetch(at(broken), notary(name));

        // Then
        assertThat(fetch).isInstanceOf(KeyFetch.Failed.class);
        assertThat(((KeyFetch.Failed) fetch).reason()).contains("notary");
    }

    @Test
    void a_signed_request_verifies_at_the_other_end_with_keys_that_were_fetched() throws InterruptedException {
        // Given
        RawServer us = keyServer();
        RawServer other = servers.server(RawServer.ok("{}"), "127.0.0.1");
        FederationClient client = servers.closing(new FederationClient(
                servers.settings(),
                new XMatrixRequestSigner(new XMatrixSigner(at(us), originKeys.signingKey(), ed25519))));
        KeyRing ring = new CachingKeyRing(
                new NetworkKeyFetcher(queries, List.of(), BUDGET),
                InstantSource.system(),
                KeyRingLimits.DEFAULT,
                Executors.newVirtualThreadPerTaskExecutor());

        // When
        client.call(
                at(other),
                FederationRequest.put(
                        "/_matrix/federation/v1/x/%21r%3Aa?b=%20c&d", "{\"z\": 1, \"a\":\"ä\"}".getBytes(UTF_8)),
                BUDGET);

        // Then
        RawServer.Seen seen = other.requests().getFirst();
        String[] line = seen.requestLine().split(" ");
        XMatrixVerdict verdict = new XMatrixVerifier(List.of(at(other)), ring, ed25519)
                .verify(
                        XMatrixMessage.of(line[0], new RequestTarget(line[1]), JsonObject.of(seen.body())),
                        List.of(seen.header("authorization")),
                        System.currentTimeMillis());
        assertThat(verdict).isEqualTo(new XMatrixVerdict.Authenticated(at(us)));
        assertThat(ring.lookup(wanted(at(us)))).isInstanceOf(KeyLookup.Found.class);
        assertThat(us.requests()).hasSize(1);
    }
}
