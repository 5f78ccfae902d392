package io.vestibule.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The {@code topology} section: the Kafka Streams application that decides. Immutable.
 *
 * @param applicationId the name of the Streams application, its group and the prefix of its internal topics
 * @param cluster how its instances share the work
 * @param invites what is decided about invites
 * @param outbound what is decided about invites to users of other servers
 * @param queries where what it knows can be asked
 */
public record TopologyConfig(
        String applicationId, Cluster cluster, Invites invites, Outbound outbound, Queries queries) {

    /**
     * Where what an instance knows can be asked, by the console and by other instances.
     *
     * @param listen where it answers
     * @param advertised where the other instances reach it; empty for where it listens
     * @param token what whoever asks must show; empty for nothing, on loopback only
     */
    public record Queries(HostPort listen, Optional<HostPort> advertised, Optional<Secret> token) {
        public Queries {
            if (token.isEmpty() && !ConsoleConfig.isLoopback(listen.host())) {
                throw new ConfigException(QUERIES_LISTEN + ": " + listen + " can be reached by others: set "
                        + QUERIES_TOKEN + ", the same for every instance and for the console");
            }
        }
    }

    /**
     * How the instances share the work.
     *
     * @param threads the number of stream threads
     * @param standbyReplicas how many instances keep a warm copy of every store
     * @param instance what this instance's name in the group begins with; the rest is kept in the data folder
     * @param session after how much silence another instance takes over
     * @param storeMemory native memory of all stores of this instance together
     */
    public record Cluster(
            int threads, int standbyReplicas, Optional<String> instance, Duration session, ByteSize storeMemory) {
        public Cluster {
            Syntax.within(THREADS, threads, 1, 64);
            Syntax.within(STANDBY_REPLICAS, standbyReplicas, 0, 8);
            Syntax.positive(SESSION_TIMEOUT, session);
            Syntax.within(STORE_MEMORY, storeMemory.intBytes(), LEAST_STORE_MEMORY, Integer.MAX_VALUE);
        }
    }

    /**
     * What is decided about invites.
     *
     * @param accept how long an accept may take whose command names no deadline
     * @param lastResort whether the sender's server is asked after all others when {@code via} does not name it
     * @param leaveRetries for how long a room is told of a leave that no server has confirmed
     * @param openBackground for how many leaves of one partition that may be under way at once
     * @param onlyOwnInviteForbids whether a 403 ends an accept only if the user's own newest invite names the server
     */
    public record Invites(
            Duration accept,
            boolean lastResort,
            Duration leaveRetries,
            int openBackground,
            boolean onlyOwnInviteForbids) {
        public Invites {
            Syntax.within(OPEN_BACKGROUND, openBackground, 1, 10_000);
            Syntax.positive(ACCEPT_TIMEOUT, accept);
            Syntax.positive(LEAVE_RETRIES, leaveRetries);
        }
    }

    /**
     * What is decided about invites to users of other servers.
     *
     * @param invite how long an invite is tried whose command names no deadline
     * @param retraction how long a retraction is tried whose command names no deadline
     */
    public record Outbound(Duration invite, Duration retraction) {
        public Outbound {
            Syntax.positive(SEND_INVITE_RETRIES, invite);
            Syntax.positive(RETRACTION_RETRIES, retraction);
        }
    }

    private static final int LEAST_STORE_MEMORY = 32 << 20;
    private static final ByteSize EMBEDDED_STORE_MEMORY = new ByteSize(128 << 20);
    private static final ByteSize CLUSTER_STORE_MEMORY = new ByteSize(512 << 20);

    static final Key<String> APPLICATION_ID = Key.of(
            "topology.application-id",
            "vestibule-topology",
            "The Streams application ID; changing it starts new stores.",
            Syntax::text);
    static final Key<Integer> THREADS = Key.of(
            "topology.threads",
            "1",
            "The number of stream threads; more only where one is not enough, since each has transactions of its own.",
            Syntax::integer);
    static final Key<Integer> STANDBY_REPLICAS = Key.of(
            "topology.standby-replicas", "0", "How many instances keep a warm copy of every store.", Syntax::integer);
    static final Key<Optional<String>> INSTANCE_ID = Key.optional(
            "topology.instance-id",
            "What this instance's name in the group begins with, unique in the cluster; the rest is kept in data-dir.",
            Syntax::text);
    static final Key<Duration> SESSION_TIMEOUT = Key.of(
            "topology.session-timeout",
            "7s",
            "After how much silence of an instance another takes over its rooms.",
            Syntax::duration);
    static final Key<Optional<ByteSize>> STORE_MEMORY = Key.optional(
            "topology.store-memory",
            "Native memory of all stores of this instance together, half of it a cache, half for what is not written out; "
                    + "left out, 128MiB beside an embedded broker and 512MiB on a cluster.",
            ByteSize::parse);
    static final Key<Duration> ACCEPT_TIMEOUT = Key.of(
            "topology.accept-timeout",
            "3m",
            "How long an accept may take whose command names no deadline.",
            Syntax::duration);
    static final Key<Boolean> LAST_RESORT = Key.of(
            "topology.last-resort",
            "true",
            "Whether the sender's server is asked after all others when the invite's via does not name it.",
            Syntax::bool);
    static final Key<Duration> LEAVE_RETRIES = Key.of(
            "topology.leave-retries",
            "7d",
            "For how long a room is told, with growing pauses, of a leave that no server has confirmed.",
            Syntax::duration);

    static final Key<Integer> OPEN_BACKGROUND = Key.of(
            "topology.open-background",
            "50",
            "For how many leaves of one partition that may be under way at once; the others wait.",
            Syntax::integer);
    static final Key<Boolean> ONLY_OWN_INVITE_FORBIDS = Key.of(
            "topology.only-own-invite-forbids",
            "false",
            "Whether a 403 ends an accept only if the user's own newest invite names the server; MSC4125 lets any server end it.",
            Syntax::bool);
    static final Key<Duration> SEND_INVITE_RETRIES = Key.of(
            "topology.send-invite-retries",
            "1h",
            "For how long an invite to another server is tried, with growing pauses, whose command names no deadline.",
            Syntax::duration);
    static final Key<Duration> RETRACTION_RETRIES = Key.of(
            "topology.retraction-retries", "24h", "The same for the retraction of such an invite.", Syntax::duration);

    static final Key<HostPort> QUERIES_LISTEN = Key.of(
            "topology.queries-listen",
            "127.0.0.1:0",
            "Where this instance answers questions about what it knows, for the console and other instances; port 0 takes"
                    + " a free one.",
            HostPort::parse);
    static final Key<Optional<HostPort>> QUERIES_ADVERTISED = Key.optional(
            "topology.queries-advertised",
            "Where other instances reach that; left out, where it listens.",
            HostPort::parse);
    static final Key<Optional<Secret>> QUERIES_TOKEN = Key.optional(
            "topology.queries-token",
            "What whoever asks must show, the same for every instance and the console; needed unless it listens on"
                    + " loopback.",
            text -> new Secret(Syntax.text(text)));

    static final List<Key<?>> KEYS = List.of(
            APPLICATION_ID,
            THREADS,
            STANDBY_REPLICAS,
            INSTANCE_ID,
            SESSION_TIMEOUT,
            STORE_MEMORY,
            ACCEPT_TIMEOUT,
            LAST_RESORT,
            LEAVE_RETRIES,
            OPEN_BACKGROUND,
            ONLY_OWN_INVITE_FORBIDS,
            SEND_INVITE_RETRIES,
            RETRACTION_RETRIES,
            QUERIES_LISTEN,
            QUERIES_ADVERTISED,
            QUERIES_TOKEN);

    public TopologyConfig {
        if (!applicationId.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new ConfigException(APPLICATION_ID + ": \"" + applicationId + "\" is not a name of [A-Za-z0-9._-]");
        }
    }

    static TopologyConfig read(Settings settings, boolean embedded) {
        return new TopologyConfig(
                settings.get(APPLICATION_ID),
                new Cluster(
                        settings.get(THREADS),
                        settings.get(STANDBY_REPLICAS),
                        settings.get(INSTANCE_ID),
                        settings.get(SESSION_TIMEOUT),
                        settings.get(STORE_MEMORY).orElse(embedded ? EMBEDDED_STORE_MEMORY : CLUSTER_STORE_MEMORY)),
                new Invites(
                        settings.get(ACCEPT_TIMEOUT),
                        settings.get(LAST_RESORT),
                        settings.get(LEAVE_RETRIES),
                        settings.get(OPEN_BACKGROUND),
                        settings.get(ONLY_OWN_INVITE_FORBIDS)),
                new Outbound(settings.get(SEND_INVITE_RETRIES), settings.get(RETRACTION_RETRIES)),
                new Queries(
                        settings.get(QUERIES_LISTEN), settings.get(QUERIES_ADVERTISED), settings.get(QUERIES_TOKEN)));
    }
}
