package io.vestibule.kit.config;

import io.vestibule.matrix.federation.address.AddressRules;
import io.vestibule.matrix.federation.address.CidrBlock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The {@code federation} section: how other homeservers are reached. Immutable.
 *
 * @param extraCaFile further trusted certificate authorities, PEM
 * @param addresses which addresses are connected to, beside those of the open internet
 * @param keyFetchTimeout how long a fetch of another server's signing keys may take in all
 * @param keyFetches how often keys are fetched
 * @param maxResponseSize the largest answer of another server, but for the state of a joined room
 * @param connectionsPerServer the most connections to one server
 */
public record FederationConfig(
        Optional<Path> extraCaFile,
        AddressRules addresses,
        Duration keyFetchTimeout,
        KeyFetches keyFetches,
        ByteSize maxResponseSize,
        int connectionsPerServer) {

    /**
     * How often keys are fetched.
     *
     * @param pause the least time between two fetches from one server
     * @param strangers the most fetches at once from servers of which no key is known
     */
    public record KeyFetches(Duration pause, int strangers) {

        public KeyFetches {
            Syntax.positive(KEY_FETCH_PAUSE, pause);
            Syntax.within(STRANGER_KEY_FETCHES, strangers, 1, 100_000);
        }
    }

    static final Key<Optional<String>> EXTRA_CA_FILE =
            Key.optional("federation.extra-ca-file", "Further trusted certificate authorities, PEM.", Syntax::text);
    static final Key<List<CidrBlock>> ALLOWED_ADDRESSES = Key.list(
            "federation.allowed-addresses",
            "",
            "Address ranges that may be connected to although they are private, as in [127.0.0.0/8, \"::1/128\"].",
            CidrBlock::parse);
    static final Key<List<CidrBlock>> BLOCKED_ADDRESSES = Key.list(
            "federation.blocked-addresses",
            "",
            "Further address ranges that are never connected to, such as public addresses of our own; no hole opens them.",
            CidrBlock::parse);
    static final Key<List<CidrBlock>> NAT64_PREFIXES = Key.list(
            "federation.nat64-prefixes",
            "",
            "Prefixes under which our own network translates IPv6 to IPv4, beside 64:ff9b::/96: an address there is judged by the"
                    + " IPv4 address inside.",
            AddressRules::parseTranslator);
    static final Key<Duration> KEY_FETCH_TIMEOUT = Key.of(
            "federation.key-fetch-timeout",
            "10s",
            "How long a fetch of another server's signing keys may take.",
            Syntax::duration);

    static final Key<Duration> KEY_FETCH_PAUSE = Key.of(
            "federation.key-fetch-pause",
            "30s",
            "The least time between two fetches of one server's signing keys; after failures it grows to five minutes.",
            Syntax::duration);
    static final Key<Integer> STRANGER_KEY_FETCHES = Key.of(
            "federation.stranger-key-fetches",
            "100",
            "The most fetches of keys at once from servers of which no key is known.",
            Syntax::integer);
    static final Key<ByteSize> MAX_RESPONSE_SIZE = Key.of(
            "federation.max-response-size",
            "1MiB",
            "The largest answer of another server; that to a join has a bound of its own.",
            ByteSize::parse);
    static final Key<Integer> CONNECTIONS_PER_SERVER =
            Key.of("federation.connections-per-server", "64", "The most connections to one server.", Syntax::integer);

    static final List<Key<?>> KEYS = List.of(
            EXTRA_CA_FILE,
            ALLOWED_ADDRESSES,
            BLOCKED_ADDRESSES,
            NAT64_PREFIXES,
            KEY_FETCH_TIMEOUT,
            KEY_FETCH_PAUSE,
            STRANGER_KEY_FETCHES,
            MAX_RESPONSE_SIZE,
            CONNECTIONS_PER_SERVER);

    public FederationConfig {
        Syntax.positive(KEY_FETCH_TIMEOUT, keyFetchTimeout);
        Syntax.within(MAX_RESPONSE_SIZE, maxResponseSize.intBytes(), 65_536, 64 << 20);
        Syntax.within(CONNECTIONS_PER_SERVER, connectionsPerServer, 1, 10_000);
    }

    static FederationConfig read(Settings settings, Path base) {
        return new FederationConfig(
                settings.get(EXTRA_CA_FILE).map(base::resolve),
                new AddressRules(
                        settings.get(ALLOWED_ADDRESSES), settings.get(BLOCKED_ADDRESSES), settings.get(NAT64_PREFIXES)),
                settings.get(KEY_FETCH_TIMEOUT),
                new KeyFetches(settings.get(KEY_FETCH_PAUSE), settings.get(STRANGER_KEY_FETCHES)),
                settings.get(MAX_RESPONSE_SIZE),
                settings.get(CONNECTIONS_PER_SERVER));
    }
}
