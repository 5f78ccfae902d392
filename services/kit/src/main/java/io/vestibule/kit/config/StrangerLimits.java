package io.vestibule.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What strangers may make ingress hold and do; part of the {@code ingress} section. Immutable.
 *
 * @param transport bounds that hold before anything is read
 * @param content bounds of what an invite holds
 * @param rates how often invites may come
 */
public record StrangerLimits(Transport transport, Content content, Rates rates) {

    /**
     * Bounds that hold before anything is read.
     *
     * @param maxHeaderSize the most bytes of a request's headers
     * @param bodyTimeout how long a body may take from the request line to its end
     * @param idleTimeout how long a connection may stay without a request
     * @param connectionsPerAddress the most connections from one network address
     */
    public record Transport(
            ByteSize maxHeaderSize, Duration bodyTimeout, Duration idleTimeout, int connectionsPerAddress) {

        public Transport {
            Syntax.within(MAX_HEADER_SIZE, maxHeaderSize.intBytes(), 4_096, 1 << 20);
            Syntax.positive(BODY_TIMEOUT, bodyTimeout);
            Syntax.positive(IDLE_TIMEOUT, idleTimeout);
            Syntax.within(CONNECTIONS_PER_ADDRESS, connectionsPerAddress, 1, 1_000_000);
        }
    }

    /**
     * Bounds of what an invite holds.
     *
     * @param jsonDepth the most objects and arrays inside one another
     * @param via the most servers of {@code via} that are kept; the rest is dropped
     * @param stateEntries the most entries of {@code invite_room_state}, and of {@code state} in an invite with auth; more is refused
     */
    public record Content(int jsonDepth, int via, int stateEntries) {

        public Content {
            Syntax.within(MAX_JSON_DEPTH, jsonDepth, 8, 512);
            Syntax.within(MAX_VIA, via, 1, 50);
            Syntax.within(MAX_STATE_ENTRIES, stateEntries, 1, 100);
        }
    }

    /**
     * How often invites may come. An empty rate is no limit.
     *
     * @param origin from one server
     * @param sender from one user
     * @param invited for one user of ours
     * @param remembered of how many origins, senders and invited users each it is remembered
     * @param originAtOnce the most requests of one origin under way at once
     */
    public record Rates(
            Optional<Rate> origin, Optional<Rate> sender, Optional<Rate> invited, int remembered, int originAtOnce) {

        public Rates {
            Syntax.within(REMEMBERED, remembered, 100, 10_000_000);
            Syntax.within(ORIGIN_AT_ONCE, originAtOnce, 1, 1_000_000);
        }
    }

    static final Key<ByteSize> MAX_HEADER_SIZE =
            Key.of("ingress.max-header-size", "32KiB", "The most bytes of a request's headers.", ByteSize::parse);
    static final Key<Duration> BODY_TIMEOUT = Key.of(
            "ingress.body-timeout",
            "30s",
            "How long a body may take from the request line to its end.",
            Syntax::duration);
    static final Key<Duration> IDLE_TIMEOUT = Key.of(
            "ingress.idle-timeout",
            "2m",
            "How long a connection may stay without a request, whether it is silent or a head drips.",
            Syntax::duration);
    static final Key<Integer> CONNECTIONS_PER_ADDRESS = Key.of(
            "ingress.max-connections-per-address",
            "512",
            "The most connections from one network address; raise it where a proxy opens more.",
            Syntax::integer);
    static final Key<Integer> MAX_JSON_DEPTH = Key.of(
            "ingress.max-json-depth",
            "128",
            "The most objects and arrays inside one another in a body.",
            Syntax::integer);
    static final Key<Integer> MAX_VIA = Key.of(
            "ingress.max-via", "50", "The most servers of via that are kept; the rest is dropped.", Syntax::integer);
    static final Key<Integer> MAX_STATE_ENTRIES = Key.of(
            "ingress.max-state-entries",
            "100",
            "The most entries of invite_room_state, and of state in an invite with auth; more is refused.",
            Syntax::integer);
    static final Key<Optional<Rate>> RATE_ORIGIN = Key.of(
            "ingress.rate.origin",
            "3000/1m",
            "Invites from one server: so many at once, back in so long; or off.",
            Rate::parse);
    static final Key<Optional<Rate>> RATE_SENDER =
            Key.of("ingress.rate.sender", "300/5m", "The same from one user.", Rate::parse);
    static final Key<Optional<Rate>> RATE_INVITED =
            Key.of("ingress.rate.invited", "300/15m", "The same for one user of ours.", Rate::parse);
    static final Key<Integer> REMEMBERED = Key.of(
            "ingress.rate.remembered",
            "20000",
            "Of how many servers, senders and invited users each it is remembered; the longest unseen is forgotten first.",
            Syntax::integer);
    static final Key<Integer> ORIGIN_AT_ONCE = Key.of(
            "ingress.max-in-flight-per-origin",
            "512",
            "The most requests at once that name one server as their origin.",
            Syntax::integer);

    static final List<Key<?>> KEYS = List.of(
            MAX_HEADER_SIZE,
            BODY_TIMEOUT,
            IDLE_TIMEOUT,
            CONNECTIONS_PER_ADDRESS,
            MAX_JSON_DEPTH,
            MAX_VIA,
            MAX_STATE_ENTRIES,
            ORIGIN_AT_ONCE,
            RATE_ORIGIN,
            RATE_SENDER,
            RATE_INVITED,
            REMEMBERED);

    static StrangerLimits read(Settings settings) {
        return new StrangerLimits(
                new Transport(
                        settings.get(MAX_HEADER_SIZE),
                        settings.get(BODY_TIMEOUT),
                        settings.get(IDLE_TIMEOUT),
                        settings.get(CONNECTIONS_PER_ADDRESS)),
                new Content(settings.get(MAX_JSON_DEPTH), settings.get(MAX_VIA), settings.get(MAX_STATE_ENTRIES)),
                new Rates(
                        settings.get(RATE_ORIGIN),
                        settings.get(RATE_SENDER),
                        settings.get(RATE_INVITED),
                        settings.get(REMEMBERED),
                        settings.get(ORIGIN_AT_ONCE)));
    }
}
