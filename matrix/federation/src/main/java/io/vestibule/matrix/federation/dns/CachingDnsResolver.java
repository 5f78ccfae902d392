package io.vestibule.matrix.federation.dns;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.SingleFlightCache;
import io.vestibule.matrix.federation.SingleFlightCache.Kept;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Remembers what another resolver says for as long as the records allow, within bounds, and asks it once for all who wait.
 * Thread-safe.
 */
public final class CachingDnsResolver implements DnsResolver {

    private static final Duration OF_ABSENCE = Duration.ofMinutes(1);
    private static final Duration OF_FAILURE = Duration.ofSeconds(5);

    /** How long the resolver behind may take; callers have deadlines of their own. */
    private static final Duration LOOKUP_TIME = Duration.ofSeconds(20);

    private final DnsResolver behind;
    private final Duration longestTtl;
    private final InstantSource clock;
    private final SingleFlightCache<DnsName, DnsAnswer<InetAddress>> addresses;
    private final SingleFlightCache<DnsName, DnsAnswer<SrvRecord>> services;

    public CachingDnsResolver(DnsResolver behind, DnsSettings settings, InstantSource clock) {
        this.behind = behind;
        this.longestTtl = settings.longestTtl();
        this.clock = clock;
        this.addresses = new SingleFlightCache<>(settings.cachedNames(), clock);
        this.services = new SingleFlightCache<>(settings.cachedNames(), clock);
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DnsName name, Deadline deadline) throws InterruptedException {
        return orLate(
                addresses.get(name, previous -> kept(behind.addresses(name, Deadline.after(LOOKUP_TIME))), deadline));
    }

    @Override
    public DnsAnswer<SrvRecord> services(DnsName name, Deadline deadline) throws InterruptedException {
        return orLate(
                services.get(name, previous -> kept(behind.services(name, Deadline.after(LOOKUP_TIME))), deadline));
    }

    private <R> Kept<DnsAnswer<R>> kept(DnsAnswer<R> answer) {
        Duration lifetime = switch (answer) {
            case DnsAnswer.Found<R> found -> found.ttl().compareTo(longestTtl) < 0 ? found.ttl() : longestTtl;
            case DnsAnswer.Absent<R> absent -> OF_ABSENCE;
            case DnsAnswer.Failed<R> failed -> OF_FAILURE;
        };
        return new Kept<>(answer, clock.instant().plus(lifetime));
    }

    private static <R> DnsAnswer<R> orLate(Optional<DnsAnswer<R>> answer) {
        return answer.orElseGet(() -> new DnsAnswer.Failed<>("the name servers did not answer in time"));
    }
}
