package io.vestibule.matrix.federation.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.federation.discovery.DiscoverySettings;
import io.vestibule.matrix.federation.support.RawServer;
import io.vestibule.matrix.federation.support.TestServers;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WellKnownIT {

    private static final FederationRequest VERSION = FederationRequest.get("/_matrix/federation/v1/version");

    private final TestServers servers = new TestServers();

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private static String redirect(String to) {
        return "HTTP/1.1 307 Elsewhere\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** Calls a.example, whose well-known resource is at one server and whose SRV record names another. */
    private FederationResult<FederationResponse> call(RawServer web, RawServer bySrv) throws InterruptedException {
        servers.dns
                .host("a.example", "127.0.0.1")
                .service("_matrix-fed._tcp.a.example", 1, 1, bySrv.port(), "a.example");
        return servers.client(servers.settings()
                        .withDiscovery(DiscoverySettings.DEFAULT
                                .withPorts(web.port(), 2)
                                .withWellKnownTime(Duration.ofSeconds(3))))
                .call(ServerName.of("a.example"), VERSION, Duration.ofSeconds(20));
    }

    @Test
    void redirects_to_other_hosts_are_followed() throws InterruptedException {
        // Given
        RawServer real = servers.server(RawServer.ok("{}"), "127.0.0.1");
        RawServer other =
                servers.server(RawServer.ok("{\"m.server\":\"127.0.0.1:" + real.port() + "\"}"), "www.a.example");
        RawServer web = servers.server(
                (request, out) -> RawServer.write(out, redirect("https://www.a.example:" + other.port() + "/there")),
                "a.example");
        servers.dns.host("www.a.example", "127.0.0.1");

        // When
        FederationResult<FederationResponse> result = call(web, web);

        // Then
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
        assertThat(other.requests().getFirst().requestLine()).isEqualTo("GET /there HTTP/1.1");
        assertThat(other.requests().getFirst().header("host")).isEqualTo("www.a.example:" + other.port());
        assertThat(real.requests()).hasSize(1);
    }

    @Test
    void an_endless_chain_of_redirects_ends_after_ten() throws InterruptedException {
        // Given
        RawServer real = servers.server(RawServer.ok("{}"), "a.example");
        RawServer web = servers.server(
                (request, out) -> RawServer.write(
                        out, redirect("/" + request.requestLine().hashCode())),
                "a.example");

        // When
        FederationResult<FederationResponse> result = call(web, real);

        // Then
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
        assertThat(web.requests()).hasSize(11);
    }

    @Test
    void a_body_beyond_50_KiB_is_no_delegation() throws InterruptedException {
        // Given
        RawServer real = servers.server(RawServer.ok("{}"), "a.example");
        RawServer web = servers.server(
                RawServer.ok("{\"m.server\":\"b.example:1\",\"x\":\"" + "y".repeat(50 * 1024) + "\"}"), "a.example");

        // When
        FederationResult<FederationResponse> result = call(web, real);

        // Then
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
        assertThat(web.requests()).hasSize(1);
    }

    @Test
    void a_body_that_drips_holds_the_call_up_no_longer_than_its_time() throws InterruptedException {
        // Given
        RawServer real = servers.server(RawServer.ok("{}"), "a.example");
        RawServer web = servers.server(
                (request, out) -> {
                    RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    for (int i = 0; i < 1000; i++) {
                        RawServer.write(out, " ");
                        Thread.sleep(50);
                    }
                },
                "a.example");
        long start = System.nanoTime();

        // When
        FederationResult<FederationResponse> result = call(web, real);

        // Then
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void a_certificate_for_another_name_is_no_delegation() throws InterruptedException {
        // Given
        RawServer real = servers.server(RawServer.ok("{}"), "a.example");
        RawServer web = servers.server(RawServer.ok("{\"m.server\":\"b.example:1\"}"), "b.example");

        // When
        FederationResult<FederationResponse> result = call(web, real);

        // Then
        assertThat(result).isInstanceOf(FederationResult.Answered.class);
        assertThat(web.requests()).isEmpty();
    }
}
