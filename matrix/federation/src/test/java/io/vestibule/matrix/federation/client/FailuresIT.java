package io.vestibule.matrix.federation.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.discovery.DiscoverySettings;
import io.vestibule.matrix.federation.support.RawServer;
import io.vestibule.matrix.federation.support.TestAuthority;
import io.vestibule.matrix.federation.support.TestServers;
import io.vestibule.matrix.id.ServerName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailuresIT {

    private static final FederationRequest VERSION = FederationRequest.get("/_matrix/federation/v1/version");
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final TestServers servers = new TestServers();

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private FederationFailure failure(FederationResult<FederationResponse> result) {
        assertThat(result).isInstanceOf(FederationResult.Failed.class);
        return ((FederationResult.Failed<FederationResponse>) result).failure();
    }

    private FederationFailure failureOf(String destination, Duration budget) throws InterruptedException {
        return failure(servers.client().call(ServerName.of(destination), VERSION, budget));
    }

    private int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_name_that_does_not_exist() throws InterruptedException {
        assertThat(failureOf("gone.example:1", BUDGET))
                .isEqualTo(new FederationFailure.DnsFailed("gone.example", "the name has no address"));
    }

    @Test
    void a_server_that_refuses_connections() throws Exception {
        // Given
        int port = deadPort();

        // When
        FederationFailure failure = failureOf("127.0.0.1:" + port, BUDGET);

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.Unreachable.class);
        assertThat(failure.describe()).contains("127.0.0.1:" + port).containsIgnoringCase("refused");
        assertThat(failure.mayHaveArrived()).isFalse();
    }

    @Test
    void a_server_that_accepts_and_says_nothing_fails_within_the_connect_time() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            FederationClient client = servers.client(servers.settings()
                    .withConnections(ConnectionLimits.DEFAULT.withConnectTime(Duration.ofMillis(300))));

            // When
            FederationFailure failure =
                    failure(client.call(ServerName.of("127.0.0.1:" + silent.getLocalPort()), VERSION, BUDGET));

            // Then
            assertThat(failure.mayHaveArrived()).isFalse();
            assertThat(failure).isInstanceOfAny(FederationFailure.Unreachable.class, FederationFailure.TlsFailed.class);
        }
    }

    @Test
    void a_certificate_for_another_name() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{}"), "b.example");
        servers.dns.host("a.example", "127.0.0.1");

        // When
        FederationFailure failure = failureOf("a.example:" + server.port(), BUDGET);

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.TlsFailed.class);
        assertThat(failure.describe()).contains("a.example").contains("No subject alternative DNS name");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_certificate_for_a_name_does_not_do_for_an_address() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{}"), "a.example");

        // When
        FederationFailure failure = failureOf("127.0.0.1:" + server.port(), BUDGET);

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.TlsFailed.class);
    }

    @Test
    void a_certificate_from_an_unknown_authority_or_one_that_is_over() throws InterruptedException {
        // Given
        TestAuthority stranger = new TestAuthority();
        RawServer unknown =
                servers.closing(RawServer.start(stranger, stranger.keysFor("127.0.0.1"), RawServer.ok("{}")));
        RawServer over = servers.closing(
                RawServer.start(servers.authority, servers.authority.expiredKeysFor("127.0.0.1"), RawServer.ok("{}")));

        // When
        FederationFailure fromUnknown = failureOf("127.0.0.1:" + unknown.port(), BUDGET);
        FederationFailure fromOver = failureOf("127.0.0.1:" + over.port(), BUDGET);

        // Then
        assertThat(fromUnknown).isInstanceOf(FederationFailure.TlsFailed.class);
        assertThat(fromOver).isInstanceOf(FederationFailure.TlsFailed.class);
        assertThat(fromOver.describe()).containsIgnoringCase("expired");
    }

    @Test
    void the_next_address_is_tried_when_one_refuses_or_has_the_wrong_certificate() throws Exception {
        // Given
        RawServer good = servers.server(RawServer.ok("{}"), "a.example");
        servers.closing(RawServer.start(
                servers.authority,
                servers.authority.keysFor("b.example"),
                "127.0.0.3",
                good.port(),
                RawServer.ok("{}")));
        servers.dns.host("a.example", "127.0.0.2", "127.0.0.3", "127.0.0.1");

        // When
        FederationResult<FederationResponse> result =
                servers.client().call(ServerName.of("a.example:" + good.port()), VERSION, BUDGET);

        // Then
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
    }

    @Test
    void no_other_address_is_tried_once_the_request_has_left() throws Exception {
        // Given
        RawServer first = servers.server((request, out) -> out.close(), "a.example");
        RawServer second = servers.closing(RawServer.start(
                servers.authority,
                servers.authority.keysFor("a.example"),
                "127.0.0.2",
                first.port(),
                RawServer.ok("{}")));
        servers.dns.host("a.example", "127.0.0.1", "127.0.0.2");

        // When
        FederationFailure failure = failureOf("a.example:" + first.port(), BUDGET);

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.ConnectionLost.class);
        assertThat(failure.mayHaveArrived()).isTrue();
        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void an_address_on_the_block_list_is_never_connected_to() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{}"), "127.0.0.1", "a.example");
        servers.dns.host("a.example", "127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1");
        FederationClient client = servers.client(servers.settings().withAllowedAddresses(List.of()));

        // When
        FederationFailure literal = failure(client.call(ServerName.of("127.0.0.1:" + server.port()), VERSION, BUDGET));
        FederationFailure mapped =
                failure(client.call(ServerName.of("[::ffff:127.0.0.1]:" + server.port()), VERSION, BUDGET));
        FederationFailure name = failure(client.call(ServerName.of("a.example:" + server.port()), VERSION, BUDGET));

        // Then
        assertThat(literal).isEqualTo(new FederationFailure.BlockedAddress("127.0.0.1", "127.0.0.0/8"));
        assertThat(mapped).isEqualTo(literal);
        assertThat(name).isInstanceOf(FederationFailure.BlockedAddress.class);
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_name_that_is_rebound_after_the_check_is_not_followed() throws InterruptedException {
        // Given
        RawServer permitted = servers.server(RawServer.ok("{}"), "a.example");
        RawServer forbidden = servers.closing(RawServer.start(
                servers.authority,
                servers.authority.keysFor("a.example"),
                "127.0.0.9",
                permitted.port(),
                RawServer.ok("{}")));
        servers.dns.rebinding("a.example", "127.0.0.1", "127.0.0.9");
        FederationClient client =
                servers.client(servers.settings().withAllowedAddresses(List.of(CidrBlock.parse("127.0.0.1"))));
        ServerName name = ServerName.of("a.example:" + permitted.port());

        // When
        FederationResult<FederationResponse> first = client.call(name, VERSION, BUDGET);
        FederationResult<FederationResponse> second = client.call(name, VERSION, BUDGET);

        // Then
        assertThat(first).isInstanceOf(FederationResult.Answered.class);
        assertThat(failure(second)).isEqualTo(new FederationFailure.BlockedAddress("127.0.0.9", "127.0.0.0/8"));
        assertThat(forbidden.connections()).isZero();
    }

    @Test
    void a_well_known_redirect_to_a_blocked_address_is_not_followed() throws InterruptedException {
        // Given
        RawServer forbidden = servers.closing(RawServer.start(
                servers.authority,
                servers.authority.keysFor("127.0.0.9"),
                "127.0.0.9",
                0,
                RawServer.ok("{\"m.server\":\"127.0.0.1:1\"}")));
        RawServer web = servers.server(
                (request, out) -> RawServer.write(
                        out,
                        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://127.0.0.9:" + forbidden.port()
                                + "/\r\n\r\n"),
                "a.example");
        servers.dns.host("a.example", "127.0.0.1");
        List<FederationFailure> told = new CopyOnWriteArrayList<>();
        FederationClient client = servers.closing(new FederationClient(
                servers.settings()
                        .withAllowedAddresses(List.of(CidrBlock.parse("127.0.0.1")))
                        .withDiscovery(DiscoverySettings.DEFAULT.withPorts(web.port(), 2)),
                (destination, request) -> "X-Matrix",
                told::add));

        // When
        FederationFailure failure = failure(client.call(ServerName.of("a.example"), VERSION, BUDGET));

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.Unreachable.class);
        assertThat(told).containsExactly(new FederationFailure.BlockedAddress("127.0.0.9", "127.0.0.0/8"), failure);
        assertThat(web.requests()).hasSize(1);
        assertThat(forbidden.connections()).isZero();
    }

    @Test
    void a_server_that_never_answers_costs_the_budget_and_is_ambiguous() throws InterruptedException {
        // Given
        RawServer server = servers.server((request, out) -> Thread.sleep(60_000), "127.0.0.1");
        long start = System.nanoTime();

        // When
        FederationFailure failure = failureOf("127.0.0.1:" + server.port(), Duration.ofMillis(1500));

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.TimedOut.class);
        assertThat(failure.mayHaveArrived()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(5));
    }

    @Test
    void what_is_not_HTTP_is_a_bad_answer() throws InterruptedException {
        // Given
        RawServer server =
                servers.server((request, out) -> RawServer.write(out, "SSH-2.0-OpenSSH_9.2\r\n\r\n"), "127.0.0.1");

        // When
        FederationFailure failure = failureOf("127.0.0.1:" + server.port(), BUDGET);

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.BadAnswer.class);
    }

    @Test
    void endless_headers_are_a_bad_answer() throws InterruptedException {
        // Given
        RawServer server = servers.server(
                (request, out) -> {
                    RawServer.write(out, "HTTP/1.1 200 OK\r\n");
                    for (int i = 0; i < 100_000; i++) {
                        RawServer.write(out, "X-" + i + ": y\r\n");
                    }
                },
                "127.0.0.1");

        // When
        FederationFailure failure = failureOf("127.0.0.1:" + server.port(), BUDGET);

        // Then
        assertThat(failure).isInstanceOf(FederationFailure.BadAnswer.class);
    }

    @Test
    void a_pooled_connection_that_the_server_has_given_up_is_replaced() throws Exception {
        // Given
        AtomicReference<Integer> lastGood = new AtomicReference<>(1);
        RawServer server = servers.server(
                (request, out) -> {
                    if (request.connection() == 1 && lastGood.get() == 0) {
                        throw new IOException("given up");
                    }
                    RawServer.ok("{}").answer(request, out);
                },
                "127.0.0.1");
        FederationClient client = servers.client();
        ServerName name = ServerName.of("127.0.0.1:" + server.port());
        FederationRequest put = FederationRequest.put("/x", "{}".getBytes(UTF_8));
        client.call(name, put, BUDGET);

        // When
        lastGood.set(0);
        FederationResult<FederationResponse> result = client.call(name, put, BUDGET);

        // Then
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void interrupting_the_caller_ends_the_call_and_its_connection() throws Exception {
        // Given
        RawServer server = servers.server((request, out) -> {}, "127.0.0.1");
        FederationClient client = servers.client();
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                outcome.set(client.call(ServerName.of("127.0.0.1:" + server.port()), VERSION, Duration.ofMinutes(5)));
            } catch (InterruptedException expected) {
                outcome.set("interrupted");
            }
        });
        await().untilAsserted(() -> assertThat(server.requests()).hasSize(1));

        // When
        caller.interrupt();
        caller.join(Duration.ofSeconds(5));

        // Then
        assertThat(outcome).hasValue("interrupted");
        await().untilAsserted(() -> assertThat(server.closedByPeer()).isEqualTo(1));
    }

    @Test
    void a_black_hole_among_the_addresses_leaves_time_for_the_others() throws Exception {
        // Given
        RawServer good = servers.server(RawServer.ok("{}"), "a.example");
        try (ServerSocket blackHole = new ServerSocket()) {
            blackHole.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), good.port()));
            servers.dns.host("a.example", "127.0.0.2", "127.0.0.1");

            // When
            FederationResult<FederationResponse> result = servers.client()
                    .call(
                            ServerName.of("a.example:" + good.port()),
                            VERSION,
                            new CallLimits(Deadline.after(Duration.ofSeconds(2)), BUDGET, 1000));

            // Then
            assertThat(result).isInstanceOf(FederationResult.Answered.class);
        }
    }
}
