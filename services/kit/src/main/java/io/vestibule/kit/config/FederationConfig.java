package io.vestibule.kit.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The {@code federation} section: how other homeservers are reached. Immutable.
 *
 * @param extraCaFile further trusted certificate authorities, PEM
 * @param allowedAddresses holes in the list of addresses that are never connected to (loopback, private and so on)
 * @param keyFetchTimeout how long a fetch of another server's signing keys may take in all
 */
public record FederationConfig(
        Optional<Path> extraCaFile, List<AddressRange> allowedAddresses, Duration keyFetchTimeout) {

    static final Key<Optional<String>> EXTRA_CA_FILE =
            Key.optional("federation.extra-ca-file", "Further trusted certificate authorities, PEM.", Syntax::text);
    static final Key<List<AddressRange>> ALLOWED_ADDRESSES = Key.list(
            "federation.allowed-addresses",
            "",
            "Address ranges that may be connected to although they are private, as in [127.0.0.0/8, \"::1/128\"].",
            AddressRange::parse);
    static final Key<Duration> KEY_FETCH_TIMEOUT = Key.of(
            "federation.key-fetch-timeout",
            "10s",
            "How long a fetch of another server's signing keys may take.",
            Syntax::duration);

    static final List<Key<?>> KEYS = List.of(EXTRA_CA_FILE, ALLOWED_ADDRESSES, KEY_FETCH_TIMEOUT);

    public FederationConfig {
        allowedAddresses = List.copyOf(allowedAddresses);
        Syntax.positive(KEY_FETCH_TIMEOUT, keyFetchTimeout);
    }

    static FederationConfig read(Settings settings, Path base) {
        return new FederationConfig(
                settings.get(EXTRA_CA_FILE).map(base::resolve),
                settings.get(ALLOWED_ADDRESSES),
                settings.get(KEY_FETCH_TIMEOUT));
    }
}
