package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.address.AddressGuard;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.address.IpLiteral;
import io.vestibule.matrix.federation.discovery.Target;
import io.vestibule.matrix.federation.discovery.WellKnownTransport;
import io.vestibule.matrix.federation.dns.DnsAnswer;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.federation.dns.DnsResolver;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gets well-known resources over the same transport and past the same guard as everything else. */
final class WellKnownHttps implements WellKnownTransport {

    private static final int HTTPS = 443;

    private final DnsResolver dns;
    private final AddressGuard guard;
    private final TargetWalk walk;
    private final String userAgent;
    private final Consumer<FederationFailure> failures;

    /** @param failures hears why a resource could not be had */
    WellKnownHttps(
            DnsResolver dns,
            AddressGuard guard,
            TargetWalk walk,
            String userAgent,
            Consumer<FederationFailure> failures) {
        this.dns = dns;
        this.guard = guard;
        this.walk = walk;
        this.userAgent = userAgent;
        this.failures = failures;
    }

    @Override
    public Answer get(URI uri, int mostBytes, Deadline deadline) throws InterruptedException {
        @Nullable String host = uri.getHost();
        Optional<FederationRequest> request = request(uri);
        if (host == null || request.isEmpty()) {
            return new Unavailable("not an https resource: " + uri);
        }
        List<InetAddress> addresses = new ArrayList<>();
        Optional<DnsName> name = DnsName.parse(host);
        Optional<Unavailable> obstacle = resolve(host, name, deadline, addresses);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        String authority = host + (uri.getPort() < 0 ? "" : ":" + port);
        List<Target> targets = addresses.stream()
                .map(address -> new Target(address, port, name.orElse(null), authority))
                .toList();
        CallLimits limits = new CallLimits(deadline, deadline.remaining(), mostBytes);
        return read(walk.send(targets, to -> new Exchange(request.get(), to, null, userAgent), limits));
    }

    private static Optional<FederationRequest> request(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        try {
            return Optional.of(FederationRequest.get(target).unsigned());
        } catch (IllegalArgumentException unprintable) {
            return Optional.empty();
        }
    }

    /** Adds the addresses of the host that may be connected to, or says why there is none. */
    private Optional<Unavailable> resolve(
            String host, Optional<DnsName> name, Deadline deadline, List<InetAddress> addresses)
            throws InterruptedException {
        Optional<InetAddress> literal = IpLiteral.parseHost(host);
        if (literal.isEmpty() && name.isEmpty()) {
            return Optional.of(new Unavailable("not a host: " + host));
        }
        List<InetAddress> resolved = literal.isPresent()
                ? List.of(literal.get())
                : switch (dns.addresses(name.orElseThrow(), deadline)) {
                    case DnsAnswer.Found<InetAddress> found -> found.records();
                    case DnsAnswer.Absent<InetAddress> absent -> List.of();
                    case DnsAnswer.Failed<InetAddress> failed -> List.of();
                };
        String reason = host + " has no address";
        for (InetAddress address : resolved) {
            Optional<CidrBlock> blockedBy = guard.blocks(address);
            if (blockedBy.isPresent()) {
                failures.accept(new FederationFailure.BlockedAddress(
                        address.getHostAddress(), blockedBy.get().toString()));
                reason = address.getHostAddress() + " is in the blocked range " + blockedBy.get();
            } else {
                addresses.add(address);
            }
        }
        return addresses.isEmpty() ? Optional.of(new Unavailable(reason)) : Optional.empty();
    }

    private Answer read(FederationResult<StreamedResponse> result) throws InterruptedException {
        return switch (WholeBody.of(result)) {
            case FederationResult.Answered<FederationResponse> answered -> {
                FederationResponse response = answered.response();
                yield new Response(
                        response.status(),
                        response.header("location").orElse(null),
                        response.header("cache-control").orElse(null),
                        response.body());
            }
            case FederationResult.Failed<FederationResponse> failed -> {
                failures.accept(failed.failure());
                yield failed.failure() instanceof FederationFailure.TooLarge tooLarge
                        ? new TooLarge(tooLarge.describe())
                        : new Unavailable(failed.failure().describe());
            }
        };
    }
}
