package io.vestibule.matrix.federation.client;

import io.vestibule.matrix.federation.address.AddressRules;
import io.vestibule.matrix.federation.address.CidrBlock;
import io.vestibule.matrix.federation.discovery.DiscoverySettings;
import io.vestibule.matrix.federation.dns.DnsSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * How other servers are called. Immutable.
 *
 * @param addresses what may be connected to and what not, beside the default block list
 * @param extraCaFiles PEM files with certificate authorities that are trusted beside the system's
 * @param userAgent what we say we are
 * @param connections bounds on connections
 * @param discovery how servers are found
 * @param dns how names are resolved
 * @param mostBytes the largest body of an answer, where the caller does not say otherwise
 */
public record FederationClientSettings(
        AddressRules addresses,
        List<Path> extraCaFiles,
        String userAgent,
        ConnectionLimits connections,
        DiscoverySettings discovery,
        DnsSettings dns,
        long mostBytes) {

    /** Fit for the open federation. */
    public static final FederationClientSettings DEFAULT = new FederationClientSettings(
            AddressRules.DEFAULT,
            List.of(),
            "Vestibule",
            ConnectionLimits.DEFAULT,
            DiscoverySettings.DEFAULT,
            DnsSettings.DEFAULT,
            CallLimits.MODEST_BYTES);

    public FederationClientSettings {
        extraCaFiles = List.copyOf(extraCaFiles);
        boolean printable = !userAgent.isBlank() && userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (!printable) {
            throw new IllegalArgumentException("a user agent is printable ASCII: \"" + userAgent + "\"");
        }
    }

    /** @return the same settings with these holes in the block list */
    public FederationClientSettings withAllowedAddresses(List<CidrBlock> allowed) {
        return withAddresses(AddressRules.allowing(allowed));
    }

    /** @return the same settings with other rules about addresses */
    public FederationClientSettings withAddresses(AddressRules rules) {
        return new FederationClientSettings(rules, extraCaFiles, userAgent, connections, discovery, dns, mostBytes);
    }

    /** @return the same settings with these further certificate authorities */
    public FederationClientSettings withExtraCaFiles(List<Path> files) {
        return new FederationClientSettings(addresses, files, userAgent, connections, discovery, dns, mostBytes);
    }

    /** @return the same settings under another name */
    public FederationClientSettings withUserAgent(String agent) {
        return new FederationClientSettings(addresses, extraCaFiles, agent, connections, discovery, dns, mostBytes);
    }

    /** @return the same settings with other bounds on connections */
    public FederationClientSettings withConnections(ConnectionLimits limits) {
        return new FederationClientSettings(addresses, extraCaFiles, userAgent, limits, discovery, dns, mostBytes);
    }

    /** @return the same settings with another way of discovery */
    public FederationClientSettings withDiscovery(DiscoverySettings settings) {
        return new FederationClientSettings(addresses, extraCaFiles, userAgent, connections, settings, dns, mostBytes);
    }

    /** @return the same settings with another way to resolve names */
    public FederationClientSettings withDns(DnsSettings settings) {
        return new FederationClientSettings(
                addresses, extraCaFiles, userAgent, connections, discovery, settings, mostBytes);
    }

    /** @return the same settings with another bound on the bodies of answers */
    public FederationClientSettings withMostBytes(long bytes) {
        return new FederationClientSettings(addresses, extraCaFiles, userAgent, connections, discovery, dns, bytes);
    }
}
