package io.vestibule.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The {@code worker} section: the handshakes with other homeservers. Immutable.
 *
 * @param group how it reads its orders
 * @param load how much it takes on
 * @param walk how long the search for a server may take
 * @param send how long sending an event may take
 * @param imports what the state of a joined room may cost
 * @param invites how users of other servers are invited
 */
public record WorkerConfig(Group group, Load load, Walk walk, Send send, Imports imports, Invites invites) {

    /**
     * How the worker reads its orders.
     *
     * @param id the consumer group
     * @param instance the static member's ID; empty: one is made and kept in the data folder
     */
    public record Group(String id, Optional<String> instance) {}

    /**
     * How much the worker takes on.
     *
     * @param maxInFlight the most work orders at once
     * @param backgroundPercent the part of them that orders may take for which nobody waits
     * @param drainTimeout how long a stop waits for running orders
     * @param backgroundRate how often one server is called for which nobody waits
     */
    public record Load(int maxInFlight, int backgroundPercent, Duration drainTimeout, Optional<Rate> backgroundRate) {
        public Load {
            Syntax.within(MAX_IN_FLIGHT, maxInFlight, 1, 1_000_000);
            Syntax.within(BACKGROUND_PERCENT, backgroundPercent, 1, 100);
        }
    }

    /**
     * How long the search for a server may take.
     *
     * @param perServer the longest that one server is waited for
     * @param shortTry what a server gets that was silent the last time
     * @param perWalk the longest that all of them together may take
     * @param hedge when the next server is asked while others are silent
     */
    public record Walk(Duration perServer, Duration shortTry, Duration perWalk, Hedge hedge) {
        public Walk {
            Syntax.positive(MAKE_TIMEOUT, perServer);
            Syntax.positive(SHORT_TRY_TIMEOUT, shortTry);
            Syntax.positive(WALK_TIMEOUT, perWalk);
        }
    }

    /**
     * When the next server of a walk is asked while others are silent.
     *
     * @param first how long the first silent server is waited for
     * @param least how long any silent server is waited for
     * @param atOnce the most servers that are asked at the same time
     */
    public record Hedge(Duration first, Duration least, int atOnce) {
        public Hedge {
            Syntax.positive(HEDGE_LEAST, least);
            if (first.compareTo(least) < 0) {
                throw new ConfigException(
                        HEDGE_FIRST + ": " + first + " is shorter than " + HEDGE_LEAST + ", " + least);
            }
            Syntax.within(HEDGE_AT_ONCE, atOnce, 1, 1_000);
        }
    }

    /**
     * How long sending an event may take.
     *
     * @param leave the PUT of a leave
     * @param join the PUT of a join, its answer included
     * @param silence how long a server may send nothing in the middle of that answer
     */
    public record Send(Duration leave, Duration join, Duration silence) {
        public Send {
            Syntax.positive(SEND_LEAVE_TIMEOUT, leave);
            Syntax.positive(SEND_JOIN_TIMEOUT, join);
            Syntax.positive(SEND_JOIN_SILENCE, silence);
        }
    }

    /**
     * What the state of a joined room may cost.
     *
     * @param maxSize the largest answer that is taken
     * @param spoolSize what may lie in the spool folder at once
     * @param keysTimeout how long the fetching of one room's keys may take
     */
    public record Imports(ByteSize maxSize, ByteSize spoolSize, Duration keysTimeout) {
        public Imports {
            Syntax.positive(KEYS_TIMEOUT, keysTimeout);
        }
    }

    /** The unstable invite-with-auth endpoint to try before version 2. */
    public enum WithAuth {
        /** None. */
        OFF,
        /** The one of MSC4329. */
        MSC4329,
        /** The one of MSC4329's first draft. */
        MSC0000
    }

    /** A name under which invites carry {@code via} (MSC4125). */
    public enum ViaName {
        /** The name until MSC4125 is accepted. */
        UNSTABLE,
        /** The name afterwards. */
        STABLE
    }

    /**
     * How users of other servers are invited.
     *
     * @param timeout how long one call may take
     * @param withAuth the unstable endpoint to try before version 2
     * @param memory for how long it is remembered whether a server knows that endpoint
     * @param viaNames the names under which invites carry {@code via}; empty: they carry none
     */
    public record Invites(Duration timeout, WithAuth withAuth, Duration memory, List<ViaName> viaNames) {
        public Invites {
            Syntax.positive(INVITE_TIMEOUT, timeout);
            Syntax.positive(INVITE_WITH_AUTH_MEMORY, memory);
            viaNames = List.copyOf(viaNames);
        }
    }

    static final Key<String> GROUP_ID =
            Key.of("worker.group-id", "vestibule-worker", "The consumer group of the workers.", Syntax::text);
    static final Key<Optional<String>> INSTANCE_ID = Key.optional(
            "worker.instance-id",
            "This worker's name in its group, unique and kept over restarts; left out, one is made in data-dir.",
            Syntax::text);
    static final Key<Integer> MAX_IN_FLIGHT =
            Key.of("worker.max-in-flight", "2000", "The most work orders at once.", Syntax::integer);
    static final Key<Integer> BACKGROUND_PERCENT = Key.of(
            "worker.background-percent",
            "50",
            "The part of them that orders may take for which nobody waits.",
            Syntax::integer);
    static final Key<Optional<Rate>> BACKGROUND_RATE = Key.of(
            "worker.background-rate-per-server",
            "120/1m",
            "How often one server is called while nobody waits: so many at once, back in so long; or off.",
            Rate::parse);
    static final Key<Duration> DRAIN_TIMEOUT =
            Key.of("worker.drain-timeout", "10s", "How long a stop waits for running work orders.", Syntax::duration);
    static final Key<Duration> MAKE_TIMEOUT = Key.of(
            "worker.make-timeout", "20s", "The longest that one server is waited for in a walk.", Syntax::duration);
    static final Key<Duration> SHORT_TRY_TIMEOUT = Key.of(
            "worker.short-try-timeout",
            "3s",
            "How long a server is waited for that was silent the last time.",
            Syntax::duration);
    static final Key<Duration> WALK_TIMEOUT = Key.of(
            "worker.walk-timeout", "90s", "The longest that a walk over all servers may take.", Syntax::duration);
    static final Key<Duration> HEDGE_FIRST = Key.of(
            "worker.hedge-first",
            "1s",
            "How long the first silent server of a walk is waited for before the next one is asked as well; "
                    + "with every further silent one it is a fraction of it.",
            Syntax::duration);
    static final Key<Duration> HEDGE_LEAST =
            Key.of("worker.hedge-least", "200ms", "The least that any silent server is waited for.", Syntax::duration);
    static final Key<Integer> HEDGE_AT_ONCE = Key.of(
            "worker.hedge-at-once",
            "32",
            "The most servers that one walk asks at the same time; 1: one after another.",
            Syntax::integer);
    static final Key<Duration> SEND_LEAVE_TIMEOUT =
            Key.of("worker.send-leave-timeout", "45s", "How long sending a leave may take.", Syntax::duration);
    static final Key<Duration> SEND_JOIN_TIMEOUT = Key.of(
            "worker.send-join-timeout",
            "5m",
            "How long sending a join and receiving the room's state may take.",
            Syntax::duration);
    static final Key<Duration> SEND_JOIN_SILENCE = Key.of(
            "worker.send-join-silence",
            "30s",
            "How long a server may send nothing in the middle of a room's state.",
            Syntax::duration);
    static final Key<ByteSize> MAX_IMPORT_SIZE =
            Key.of("worker.max-import-size", "512MiB", "The largest answer to a join that is taken.", ByteSize::parse);
    static final Key<ByteSize> SPOOL_SIZE = Key.of(
            "worker.spool-size", "4GiB", "How much of such answers may lie in data-dir at once.", ByteSize::parse);
    static final Key<Duration> KEYS_TIMEOUT = Key.of(
            "worker.keys-timeout",
            "30s",
            "How long the fetching of keys for one joined room may take; events of servers that are later stay unverified.",
            Syntax::duration);

    static final Key<Duration> INVITE_TIMEOUT = Key.of(
            "worker.invite-timeout",
            "30s",
            "How long one call may take that invites a user of another server, or withdraws an invite.",
            Syntax::duration);
    static final Key<WithAuth> INVITE_WITH_AUTH = Key.of(
            "worker.invite-with-auth",
            "off",
            "The unstable invite-with-auth endpoint to try before version 2: off, msc4329 or msc0000.",
            Syntax.oneOf(WithAuth.class));
    static final Key<Duration> INVITE_WITH_AUTH_MEMORY = Key.of(
            "worker.invite-with-auth-memory",
            "24h",
            "For how long it is remembered whether a server knows that endpoint.",
            Syntax::duration);
    static final Key<List<ViaName>> VIA_NAMES = Key.list(
            "worker.via-names",
            "unstable",
            "Under which names invites carry via (MSC4125): unstable (org.matrix.msc4125.via), stable (via), both or none.",
            Syntax.oneOf(ViaName.class));

    static final List<Key<?>> KEYS = List.of(
            GROUP_ID,
            INSTANCE_ID,
            MAX_IN_FLIGHT,
            BACKGROUND_PERCENT,
            BACKGROUND_RATE,
            DRAIN_TIMEOUT,
            MAKE_TIMEOUT,
            SHORT_TRY_TIMEOUT,
            WALK_TIMEOUT,
            HEDGE_FIRST,
            HEDGE_LEAST,
            HEDGE_AT_ONCE,
            SEND_LEAVE_TIMEOUT,
            SEND_JOIN_TIMEOUT,
            SEND_JOIN_SILENCE,
            MAX_IMPORT_SIZE,
            SPOOL_SIZE,
            KEYS_TIMEOUT,
            INVITE_TIMEOUT,
            INVITE_WITH_AUTH,
            INVITE_WITH_AUTH_MEMORY,
            VIA_NAMES);

    static WorkerConfig read(Settings settings) {
        return new WorkerConfig(
                new Group(settings.get(GROUP_ID), settings.get(INSTANCE_ID)),
                new Load(
                        settings.get(MAX_IN_FLIGHT),
                        settings.get(BACKGROUND_PERCENT),
                        settings.get(DRAIN_TIMEOUT),
                        settings.get(BACKGROUND_RATE)),
                new Walk(
                        settings.get(MAKE_TIMEOUT),
                        settings.get(SHORT_TRY_TIMEOUT),
                        settings.get(WALK_TIMEOUT),
                        new Hedge(settings.get(HEDGE_FIRST), settings.get(HEDGE_LEAST), settings.get(HEDGE_AT_ONCE))),
                new Send(
                        settings.get(SEND_LEAVE_TIMEOUT),
                        settings.get(SEND_JOIN_TIMEOUT),
                        settings.get(SEND_JOIN_SILENCE)),
                new Imports(settings.get(MAX_IMPORT_SIZE), settings.get(SPOOL_SIZE), settings.get(KEYS_TIMEOUT)),
                new Invites(
                        settings.get(INVITE_TIMEOUT),
                        settings.get(INVITE_WITH_AUTH),
                        settings.get(INVITE_WITH_AUTH_MEMORY),
                        settings.get(VIA_NAMES)));
    }
}
