package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.address.AddressGuard;
import io.vestibule.matrix.federation.address.IpLiteral;
import io.vestibule.matrix.federation.dns.DnsAnswer;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.federation.dns.DnsResolver;
import io.vestibule.matrix.federation.dns.SrvRecord;
import io.vestibule.matrix.id.ServerName;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Finds where a server listens ("Resolving server names" of the Server-Server API).
 *
 * <pre>
 *   a.example ─► IP literal? ─► port? ─► well-known ─► SRV matrix-fed ─► SRV matrix ─► port 8448
 *                                            │ m.server: b.example
 *                                            └─► IP literal? ─► port? ─► SRV … of b.example
 * </pre>
 *
 * <p>A well-known resource or SRV record that is slow counts as absent once half of the caller's remaining time is gone, so
 * that it cannot use up the time for the server itself; the look-up goes on for the callers to come. An SRV record whose target is the root says
 * that there is no server. Name servers that fail on SRV are treated as if there were none, because the certificate has to
 * be for the same name either way. Thread-safe.
 */
public final class ServerDiscovery {

    private static final String SERVICE = "_matrix-fed._tcp";
    private static final String DEPRECATED_SERVICE = "_matrix._tcp";

    private final DnsResolver dns;
    private final DiscoverySettings settings;
    private final Supplier<RandomGenerator> random;
    private final AddressGuard guard;
    private final Delegations delegations;

    /** What discovery needs from outside. */
    public record Surroundings(
            DnsResolver dns,
            AddressGuard guard,
            WellKnownTransport wellKnown,
            InstantSource clock,
            Supplier<RandomGenerator> random) {}

    public ServerDiscovery(DiscoverySettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.dns = surroundings.dns();
        this.random = surroundings.random();
        this.guard = surroundings.guard();
        this.delegations =
                new Delegations(surroundings.wellKnown(), settings, surroundings.clock(), surroundings.random());
    }

    /**
     * @param server the server's name
     * @param deadline when to give up
     * @return where it may be reached, or why that is unknown; SRV targets of one priority in a fresh random order
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Discovery discover(ServerName server, Deadline deadline) throws InterruptedException {
        if (server.isIpLiteral() || server.port().isPresent()) {
            return direct(server, deadline);
        }
        Optional<DnsName> host = DnsName.parse(server.host());
        if (host.isEmpty()) {
            return notAName(server);
        }
        Deadline patience = deadline.within(deadline.remaining().dividedBy(2));
        Optional<ServerName> delegated = delegations.of(host.get(), patience);
        if (delegated.isEmpty()) {
            return byService(server, host.get(), deadline);
        }
        return delegated(delegated.get(), deadline);
    }

    private Discovery delegated(ServerName to, Deadline deadline) throws InterruptedException {
        if (to.isIpLiteral() || to.port().isPresent()) {
            return direct(to, deadline);
        }
        Optional<DnsName> host = DnsName.parse(to.host());
        return host.isEmpty() ? notAName(to) : byService(to, host.get(), deadline);
    }

    /** A name that needs neither well-known nor SRV: an IP literal, or a port is given. */
    private Discovery direct(ServerName server, Deadline deadline) throws InterruptedException {
        TargetList targets = new TargetList(guard, server.value(), settings.mostTargets());
        int port = server.port().orElse(settings.defaultPort());
        if (server.isIpLiteral()) {
            Optional<InetAddress> address = IpLiteral.parseHost(server.host());
            if (address.isEmpty()) {
                return new Discovery.Unresolved(server.host(), "not an IP address");
            }
            targets.add(List.of(address.get()), port, null);
            return targets.toDiscovery();
        }
        Optional<DnsName> host = DnsName.parse(server.host());
        if (host.isEmpty()) {
            return notAName(server);
        }
        return atPort(targets, host.get(), port, deadline);
    }

    private Discovery byService(ServerName server, DnsName host, Deadline deadline) throws InterruptedException {
        for (String service : List.of(SERVICE, DEPRECATED_SERVICE)) {
            Optional<DnsName> name = host.below(service);
            Deadline patience = deadline.within(deadline.remaining().dividedBy(2));
            if (name.isPresent() && dns.services(name.get(), patience) instanceof DnsAnswer.Found<SrvRecord> found) {
                return atServices(server, host, found.records(), deadline);
            }
        }
        TargetList targets = new TargetList(guard, server.value(), settings.mostTargets());
        return atPort(targets, host, settings.defaultPort(), deadline);
    }

    private Discovery atServices(ServerName server, DnsName host, List<SrvRecord> records, Deadline deadline)
            throws InterruptedException {
        TargetList targets = new TargetList(guard, server.value(), settings.mostTargets());
        List<SrvRecord> usable = records.stream()
                .filter(service -> !service.deniesService() && service.port() != 0)
                .toList();
        if (usable.isEmpty()) {
            return new Discovery.Unresolved(host.value(), "its SRV record says that there is no server");
        }
        for (SrvRecord service : SrvOrder.of(usable, random.get())) {
            Optional<DnsName> target = DnsName.parse(service.target());
            if (target.isEmpty()) {
                targets.note(new Discovery.Unresolved(service.target(), "the SRV target is not a DNS name"));
            } else if (!targets.isFull()) {
                resolve(targets, target.get(), service.port(), host, deadline);
            }
        }
        return targets.toDiscovery();
    }

    private Discovery atPort(TargetList targets, DnsName host, int port, Deadline deadline)
            throws InterruptedException {
        resolve(targets, host, port, host, deadline);
        return targets.toDiscovery();
    }

    private void resolve(TargetList targets, DnsName name, int port, DnsName tlsName, Deadline deadline)
            throws InterruptedException {
        switch (dns.addresses(name, deadline)) {
            case DnsAnswer.Found<InetAddress> found -> targets.add(found.records(), port, tlsName);
            case DnsAnswer.Absent<InetAddress> absent ->
                targets.note(new Discovery.Unresolved(name.value(), "the name has no address"));
            case DnsAnswer.Failed<InetAddress> failed ->
                targets.note(
                        deadline.hasPassed()
                                ? new Discovery.OutOfTime()
                                : new Discovery.Unresolved(name.value(), failed.reason()));
        }
    }

    private static Discovery notAName(ServerName server) {
        return new Discovery.Unresolved(server.host(), "not a DNS name");
    }
}
