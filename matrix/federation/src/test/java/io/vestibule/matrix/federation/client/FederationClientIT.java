package io.vestibule.matrix.federation.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import io.vestibule.matrix.federation.discovery.DiscoverySettings;
import io.vestibule.matrix.federation.discovery.Target;
import io.vestibule.matrix.federation.support.Http2Server;
import io.vestibule.matrix.federation.support.RawServer;
import io.vestibule.matrix.federation.support.TestServers;
import io.vestibule.matrix.id.ServerName;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FederationClientIT {

    private static final FederationRequest VERSION = FederationRequest.get("/_matrix/federation/v1/version");
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final TestServers servers = new TestServers();

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private FederationResponse answered(FederationResult<FederationResponse> result) {
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
        return ((FederationResult.Answered<FederationResponse>) result).response();
    }

    private FederationResponse call(String destination) throws InterruptedException {
        return answered(servers.client().call(ServerName.of(destination), VERSION, BUDGET));
    }

    @Test
    void a_request_goes_out_exactly_as_it_was_made() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{\"event\":{}}"), "a.example");
        servers.dns.host("a.example", "127.0.0.1");
        ServerName name = ServerName.of("a.example:" + server.port());
        String target = "/_matrix/federation/v2/send_join/%21r%3Aa/%24e%2F+~?omit_members=true&x=%20";

        // When
        FederationResult<FederationResponse> result =
                servers.client().call(name, FederationRequest.put(target, "{\"ä\":1}".getBytes(UTF_8)), BUDGET);

        // Then
        FederationResponse response = answered(result);
        assertThat(response.status()).isEqualTo(200);
        assertThat(new String(response.body(), UTF_8)).isEqualTo("{\"event\":{}}");
        assertThat(response.header("Content-Type")).contains("application/json");
        RawServer.Seen seen = server.requests().getFirst();
        assertThat(seen.requestLine()).isEqualTo("PUT " + target + " HTTP/1.1");
        assertThat(seen.body()).isEqualTo("{\"ä\":1}");
        assertThat(seen.header("host")).isEqualTo(name.value());
        assertThat(seen.header("authorization")).isEqualTo("X-Matrix destination=\"" + name + "\"");
        assertThat(seen.header("content-type")).isEqualTo("application/json");
        assertThat(seen.header("user-agent")).isEqualTo("Vestibule");
        assertThat(seen.header("accept-encoding")).isEmpty();
        assertThat(seen.header("transfer-encoding")).isEmpty();
    }

    @Test
    void an_unsigned_request_carries_no_authorization_and_a_GET_no_body() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{}"), "a.example");
        servers.dns.host("a.example", "127.0.0.1");

        // When
        answered(servers.client().call(ServerName.of("a.example:" + server.port()), VERSION.unsigned(), BUDGET));

        // Then
        RawServer.Seen seen = server.requests().getFirst();
        assertThat(seen.header("authorization")).isEmpty();
        assertThat(seen.header("content-length")).isEmpty();
        assertThat(seen.header("content-type")).isEmpty();
    }

    @Test
    void over_HTTP_2_the_authority_is_the_server_name_and_the_signed_target_arrives_unchanged()
            throws InterruptedException {
        // Given
        Http2Server server = servers.closing(Http2Server.start(
                servers.authority.keysFor("a.example"),
                request -> request.response().end("{}")));
        servers.dns.host("a.example", "127.0.0.1");
        servers.dns.service("_matrix-fed._tcp.a.example", 1, 1, server.port(), "host.example");
        servers.dns.host("host.example", "127.0.0.1");
        FederationClient client = servers.client();

        // When
        answered(client.call(ServerName.of("a.example"), FederationRequest.get("/x/%2F?y=%21"), BUDGET));
        answered(client.call(ServerName.of("a.example:" + server.port()), VERSION, BUDGET));

        // Then
        assertThat(server.requests())
                .containsExactly(
                        new Http2Server.Seen(HttpVersion.HTTP_2, "a.example", "a.example", "/x/%2F?y=%21"),
                        new Http2Server.Seen(
                                HttpVersion.HTTP_2, "a.example:" + server.port(), "a.example", VERSION.target()));
    }

    @Test
    void an_IP_literal_gets_no_SNI_and_its_certificate_is_for_the_address() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{}"), "127.0.0.1");

        // When
        call("127.0.0.1:" + server.port());

        // Then
        RawServer.Seen seen = server.requests().getFirst();
        assertThat(seen.sni()).isEqualTo("-");
        assertThat(seen.header("host")).isEqualTo("127.0.0.1:" + server.port());
    }

    @Test
    void an_IPv6_literal_keeps_its_brackets_in_the_host() throws InterruptedException {
        // Given
        RawServer server = servers.closing(
                RawServer.start(servers.authority, servers.authority.keysFor("::1"), "::1", 0, RawServer.ok("{}")));

        // When
        call("[::1]:" + server.port());

        // Then
        RawServer.Seen seen = server.requests().getFirst();
        assertThat(seen.sni()).isEqualTo("-");
        assertThat(seen.header("host")).isEqualTo("[::1]:" + server.port());
    }

    @Test
    void a_name_without_a_dot_is_asked_for_by_SNI_too() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{}"), "localhost");

        // When
        call("localhost:" + server.port());

        // Then
        assertThat(server.requests().getFirst().sni()).isEqualTo("localhost");
    }

    @Test
    void a_delegation_gives_certificate_and_host_while_the_signature_keeps_the_servers_own_name()
            throws InterruptedException {
        // Given
        RawServer real = servers.server(RawServer.ok("{}"), "b.example");
        RawServer web = servers.server(RawServer.ok("{\"m.server\":\"b.example\"}"), "a.example");
        servers.dns
                .host("a.example", "127.0.0.1")
                .service("_matrix-fed._tcp.b.example", 1, 1, real.port(), "host.example")
                .host("host.example", "127.0.0.1");
        FederationClient client =
                servers.client(servers.settings().withDiscovery(DiscoverySettings.DEFAULT.withPorts(web.port(), 2)));

        // When
        answered(client.call(ServerName.of("a.example"), VERSION, BUDGET));

        // Then
        RawServer.Seen seen = real.requests().getFirst();
        assertThat(seen.sni()).isEqualTo("b.example");
        assertThat(seen.header("host")).isEqualTo("b.example");
        assertThat(seen.header("authorization")).isEqualTo("X-Matrix destination=\"a.example\"");
        RawServer.Seen asked = web.requests().getFirst();
        assertThat(asked.sni()).isEqualTo("a.example");
        assertThat(asked.header("host")).isEqualTo("a.example:" + web.port());
        assertThat(asked.header("authorization")).isEmpty();
    }

    @Test
    void a_port_of_443_stays_in_the_host_where_the_name_carries_it() throws InterruptedException {
        // Given
        RawServer real = servers.server(RawServer.ok("{}"), "127.0.0.1");
        Exchange exchange = new Exchange(VERSION, "b.example:443", null, "Vestibule");
        HttpsTransport transport = servers.closing(new HttpsTransport(
                ConnectionLimits.DEFAULT, Trust.withExtra(servers.settings().extraCaFiles())));
        CallLimits limits = CallLimits.within(BUDGET);
        Connection connection = transport.connect(
                new Target(InetAddress.ofLiteral("127.0.0.1"), real.port(), null, "b.example:443"), limits.deadline());

        // When
        exchange.on(((Connection.Ready) connection).request(), limits);

        // Then
        assertThat(real.requests().getFirst().header("host")).isEqualTo("b.example:443");
    }

    @Test
    void connections_are_used_again() throws InterruptedException {
        // Given
        RawServer server = servers.server(RawServer.ok("{}"), "a.example");
        servers.dns.host("a.example", "127.0.0.1");
        FederationClient client = servers.client();
        ServerName name = ServerName.of("a.example:" + server.port());

        // When
        for (int i = 0; i < 5; i++) {
            answered(client.call(name, VERSION, BUDGET));
        }

        // Then
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.requests()).hasSize(5);
    }
}
