package io.vestibule.matrix.federation.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How the DNS is asked.
 *
 * @param nameServers whom to ask, in this order; empty for the ones that the operating system names
 * @param queryTimeout how long one name server may take to answer one question
 * @param cachedNames how many answers of each kind are remembered at most
 * @param longestTtl an upper bound on how long answers are remembered, whatever they say
 */
public record DnsSettings(
        List<InetSocketAddress> nameServers, Duration queryTimeout, int cachedNames, Duration longestTtl) {

    /** The operating system's name servers, 3 s for a question, 10,000 names for at most an hour. */
    public static final DnsSettings DEFAULT =
            new DnsSettings(List.of(), Duration.ofSeconds(3), 10_000, Duration.ofHours(1));

    public DnsSettings {
        nameServers = List.copyOf(nameServers);
        if (queryTimeout.isNegative() || queryTimeout.isZero()) {
            throw new IllegalArgumentException("DNS query timeout is not positive: " + queryTimeout);
        }
        if (cachedNames < 1) {
            throw new IllegalArgumentException("the DNS cache must hold at least one name, not " + cachedNames);
        }
    }

    /** @return the same settings, but asking these name servers */
    public DnsSettings withNameServers(List<InetSocketAddress> servers) {
        return new DnsSettings(servers, queryTimeout, cachedNames, longestTtl);
    }
}
