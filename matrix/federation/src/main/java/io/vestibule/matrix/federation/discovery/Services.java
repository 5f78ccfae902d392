package io.vestibule.matrix.federation.discovery;

import io.vestibule.matrix.federation.Deadline;
import io.vestibule.matrix.federation.dns.DnsAnswer;
import io.vestibule.matrix.federation.dns.DnsName;
import io.vestibule.matrix.federation.dns.DnsResolver;
import io.vestibule.matrix.federation.dns.SrvRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/** SRV records, asked for once and remembered for as long as they say, within bounds. */
final class Services {

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration OF_ABSENCE = Duration.ofMinutes(5);
    private static final Duration OF_FAILURE = Duration.ofSeconds(30);
    private static final Duration LOOKUP_TIME = Duration.ofSeconds(10);

    private final DnsResolver dns;
    private final InstantSource clock;
    private final SingleFlightCache<DnsName, DnsAnswer<SrvRecord>> cache;

    Services(DnsResolver dns, int cachedHosts, InstantSource clock) {
        this.dns = dns;
        this.clock = clock;
        this.cache = new SingleFlightCache<>(2 * cachedHosts, clock);
    }

    DnsAnswer<SrvRecord> of(DnsName service, Deadline deadline) throws InterruptedException {
        Optional<DnsAnswer<SrvRecord>> answer = cache.get(service, previous -> load(service), deadline);
        return answer.orElseGet(() -> new DnsAnswer.Failed<>("the name servers did not answer in time"));
    }

    private SingleFlightCache.Kept<DnsAnswer<SrvRecord>> load(DnsName service) throws InterruptedException {
        DnsAnswer<SrvRecord> answer = dns.services(service, Deadline.after(LOOKUP_TIME));
        return new SingleFlightCache.Kept<>(answer, clock.instant().plus(lifetime(answer)));
    }

    private static Duration lifetime(DnsAnswer<SrvRecord> answer) {
        return switch (answer) {
            case DnsAnswer.Found<SrvRecord> found -> shortestTtl(found);
            case DnsAnswer.Absent<SrvRecord> absent -> OF_ABSENCE;
            case DnsAnswer.Failed<SrvRecord> failed -> OF_FAILURE;
        };
    }

    private static Duration shortestTtl(DnsAnswer.Found<SrvRecord> found) {
        Duration ttl = found.records().stream()
                .map(SrvRecord::ttl)
                .min(Comparator.naturalOrder())
                .orElse(SHORTEST);
        Duration bounded = ttl.compareTo(SHORTEST) < 0 ? SHORTEST : ttl;
        return bounded.compareTo(LONGEST) > 0 ? LONGEST : bounded;
    }
}
