package io.vestibule.matrix.federation.support;

import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.client.FederationClient;
import io.vestibule.matrix.federation.client.FederationClientSettings;
import io.vestibule.matrix.federation.discovery.DiscoverySettings;
import io.vestibule.matrix.federation.dns.DnsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An authority, a name server, and clients that trust and ask them; all closed together. */
public final class TestServers implements AutoCloseable {

    public final TestAuthority authority = new TestAuthority();
    public final NameServer dns = NameServer.start();
    private final Path caFile;
    private final List<AutoCloseable> open = new ArrayList<>();

    public TestServers() {
        try {
            this.caFile = authority.writeTo(Files.createTempFile("ca", ".pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings that trust the authority, ask the name server and may go to 127.0.0.0/8 and ::1. */
    public FederationClientSettings settings() {
        return FederationClientSettings.DEFAULT
                .withAllowedAddresses(List.of(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("::1")))
                .withExtraCaFiles(List.of(caFile))
                .withDns(new DnsSettings(List.of(dns.address()), Duration.ofSeconds(1), 100, Duration.ofMinutes(1)))
                .withDiscovery(DiscoverySettings.DEFAULT.withPorts(1, 2));
    }

    public FederationClient client() {
        return client(settings());
    }

    public FederationClient client(FederationClientSettings settings) {
        return closing(new FederationClient(
                settings, (destination, request) -> "X-Matrix destination=\"" + destination + "\""));
    }

    public RawServer server(RawServer.Script script, String... names) {
        return closing(RawServer.start(authority, authority.keysFor(names), script));
    }

    public <C extends AutoCloseable> C closing(C resource) {
        open.add(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
        dns.close();
        Files.deleteIfExists(caFile);
    }
}
