package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.SingleFlightCache;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.id.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * To which names hosts delegate, fetched once and remembered.
 *
 * <p>While a host is unreachable or has a fault of its own, the delegation it had is used on, up to the longest lifetime:
 * without it the server would vanish with its web server. A host that answers and no longer delegates is taken at its word.
 */
final class Delegations {

    private static final Logger LOG = LoggerFactory.getLogger(Delegations.class);

    /**
     * What is remembered about a host.
     *
     * @param server where it delegates to; null if it does not
     * @param fetchedAt when it said so
     * @param failures how many fetches have failed since
     */
    private record Known(@Nullable ServerName server, Instant fetchedAt, int failures) {

        static final Known NOTHING = new Known(null, Instant.EPOCH, 0);

        Known failedAgain(boolean stillTrusted) {
            return new Known(stillTrusted ? server : null, fetchedAt, failures + 1);
        }
    }

    private final WellKnownFetcher fetcher;
    private final WellKnownLifetimes lifetimes;
    private final Duration fetchTime;
    private final InstantSource clock;
    private final Supplier<RandomGenerator> random;
    private final SingleFlightCache<DnsName, Known> cache;

    Delegations(
            WellKnownTransport transport,
            DiscoverySettings settings,
            InstantSource clock,
            Supplier<RandomGenerator> random) {
        this.fetcher = new WellKnownFetcher(transport, settings.wellKnownPort());
        this.lifetimes = settings.lifetimes();
        this.fetchTime = settings.wellKnownTime();
        this.clock = clock;
        this.random = random;
        this.cache = new SingleFlightCache<>(settings.cachedHosts(), clock);
    }

    /** Where the host delegates to; empty if it does not, or if that is not known in time. */
    Optional<ServerName> of(DnsName host, Deadline deadline) throws InterruptedException {
        return cache.get(host, previous -> load(host, previous), deadline)
                .flatMap(known -> Optional.ofNullable(known.server()));
    }

    private SingleFlightCache.Kept<Known> load(DnsName host, @Nullable Known previous) throws InterruptedException {
        WellKnown fetched = fetcher.fetch(host, Deadline.after(fetchTime));
        Known before = previous == null ? Known.NOTHING : previous;
        Instant now = clock.instant();
        return switch (fetched) {
            case WellKnown.Delegated delegated ->
                kept(
                        new Known(delegated.server(), now, 0),
                        now.plus(lifetimes.ofDelegation(delegated.maxAge(), random.get())));
            case WellKnown.Invalid invalid -> failed(host, before.failedAgain(false), now, invalid.reason());
            case WellKnown.Unavailable unavailable -> {
                boolean young = before.fetchedAt().plus(lifetimes.longest()).isAfter(now);
                yield failed(host, before.failedAgain(young), now, unavailable.reason());
            }
        };
    }

    private SingleFlightCache.Kept<Known> failed(DnsName host, Known known, Instant now, String reason) {
        LOG.atDebug().addKeyValue("server", host).addKeyValue("reason", reason).log("no well-known delegation");
        return kept(known, now.plus(lifetimes.ofFailure(known.failures(), random.get())));
    }

    private static SingleFlightCache.Kept<Known> kept(Known known, Instant until) {
        return new SingleFlightCache.Kept<>(known, until);
    }
}
