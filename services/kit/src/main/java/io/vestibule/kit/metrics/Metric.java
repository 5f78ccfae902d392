package io.vestibule.kit.metrics;

import java.util.List;

/**
 * Every metric of Vestibule's own by name. Prometheus adds {@code _total} to counters and {@code _seconds} to timers.
 */
public enum Metric {
    INVITES_RECEIVED(
            "invites.received", Kind.COUNTER, "Invite requests by endpoint and answer.", List.of("endpoint", "result")),
    INVITES_INGRESS(
            "invites.ingress", Kind.TIMER, "Time from a whole invite request to its answer.", List.of("endpoint")),
    INVITES_STATE_CHECK(
            "invites.state.check",
            Kind.COUNTER,
            "Invites whose stripped state fell short of MSC4311.",
            List.of("level", "finding")),
    INVITES_DEPRECATED(
            "invites.deprecated",
            Kind.COUNTER,
            "Invites through an endpoint that MSC4329 deprecates.",
            List.of("endpoint")),
    INVITES_POLICY_REFUSED(
            "invites.policy.refused",
            Kind.COUNTER,
            "Invites that were not signed because of a policy, by what decided.",
            List.of("kind")),
    INGRESS_IN_FLIGHT("ingress.in.flight", Kind.GAUGE, "Requests being handled.", List.of()),
    INGRESS_APPEND("ingress.append", Kind.TIMER, "Time until the broker acknowledged an invite.", List.of()),
    INGRESS_CERTIFICATE(
            "ingress.certificate.valid.seconds",
            Kind.GAUGE,
            "For how long the certificate of ingress is still valid; only where TLS ends at ingress.",
            List.of()),
    INGRESS_CLOCK_AHEAD(
            "ingress.clock.ahead",
            Kind.GAUGE,
            "Seconds that our clock is ahead of the brokers', as the last invite was stamped; no number before the first.",
            List.of()),
    INGRESS_FEEDS_UNREADABLE(
            "ingress.feeds.unreadable",
            Kind.COUNTER,
            "Records of a feed that were passed over because they cannot be read, by topic; counted again at each start.",
            List.of("topic")),
    INGRESS_LOCAL_USERS("ingress.local.users", Kind.GAUGE, "Local users known from the feed.", List.of()),
    LIMITS_REACHED(
            "limits.reached",
            Kind.COUNTER,
            "How often a bound on what strangers can do was reached, by its name.",
            List.of("limit")),
    TOPOLOGY_ROUTES_TRIMMED(
            "topology.routes.trimmed", Kind.COUNTER, "Servers that a room's routes had no place for.", List.of()),
    TOPOLOGY_WAITED(
            "topology.waited",
            Kind.TIMER,
            "How long a record had been in its topic when it was decided.",
            List.of("topic")),
    TOPOLOGY_EVENTS(
            "topology.events",
            Kind.COUNTER,
            "Facts written to the ledger, by type; counted again when a transaction is repeated.",
            List.of("type")),
    TOPOLOGY_OUTCOMES("topology.outcomes", Kind.COUNTER, "Outcomes of commands, by type.", List.of("outcome")),
    TOPOLOGY_INVITES(
            "topology.invites",
            Kind.GAUGE,
            "Invites of this instance's rooms by state, counted every ten seconds or less often; leaving: the room is still to"
                    + " be told.",
            List.of("state")),
    TOPOLOGY_OLDEST_PENDING(
            "topology.oldest.pending.seconds",
            Kind.GAUGE,
            "For how long the invite has been pending that is longest unchanged, by state; 0 where there is none.",
            List.of("state")),
    TOPOLOGY_CLOCK_AHEAD(
            "topology.clock.ahead",
            Kind.GAUGE,
            "Seconds that our clock is ahead of the brokers', as the last record read was stamped: negative where it is behind, else"
                    + " 0, as records wait; no number before the first.",
            List.of()),
    DEAD_LETTERS(
            "dead.letters", Kind.COUNTER, "Records that could not be processed, by where that was.", List.of("stage")),
    WORKER_IN_FLIGHT("worker.in.flight", Kind.GAUGE, "Work orders that run.", List.of()),
    WORKER_HELD("worker.held", Kind.GAUGE, "Work orders that run or wait for their lane or for room.", List.of()),
    WORKER_CAPACITY("worker.capacity", Kind.GAUGE, "The most work orders that run at once.", List.of()),
    WORKER_CLOCK_AHEAD(
            "worker.clock.ahead",
            Kind.GAUGE,
            "Seconds that our clock is ahead of the brokers', as the last result was stamped; no number before the first.",
            List.of()),
    WORKER_SILENT_SERVERS(
            "worker.silent.servers",
            Kind.GAUGE,
            "Servers that were silent a short while ago and get short tries.",
            List.of()),
    WORKER_VIA_POSITION(
            "worker.via.position",
            Kind.DISTRIBUTION,
            "The place in its walk of the server that answered, 1 for the first.",
            List.of()),
    WORKER_ORDERS(
            "worker.orders", Kind.TIMER, "Time from taking up a work order to its answer.", List.of("type", "result")),
    WORKER_ATTEMPTS(
            "worker.attempts", Kind.TIMER, "Calls to other servers by step and result.", List.of("step", "result")),
    APPSERVICE_TRANSACTIONS(
            "appservice.transactions",
            Kind.TIMER,
            "Tries to deliver a transaction by application service and result.",
            List.of("appservice", "result")),
    APPSERVICE_BACKLOG(
            "appservice.backlog", Kind.GAUGE, "Events that wait for an application service.", List.of("appservice")),
    APPSERVICE_QUERIES(
            "appservice.queries",
            Kind.COUNTER,
            "Questions whether a user of an application service exists, by answer.",
            List.of("result")),
    CONSOLE_COMMANDS(
            "console.commands",
            Kind.COUNTER,
            "Commands through the console by type and outcome; PENDING where none came in time.",
            List.of("type", "outcome")),
    CONSOLE_REQUESTS(
            "console.requests",
            Kind.COUNTER,
            "Requests to the console by route and status.",
            List.of("route", "status")),
    CONSOLE_WATCHERS("console.watchers", Kind.GAUGE, "Pages that follow the console's events.", List.of()),
    KEY_FETCHES("keys.fetches", Kind.COUNTER, "Fetches of other servers' signing keys.", List.of("result")),
    HEALTH("health.check", Kind.GAUGE, "1 if a check of a probe is up, else 0.", List.of("probe", "check"));

    /** What kind of figure it is. */
    public enum Kind {
        COUNTER,
        TIMER,
        GAUGE,
        DISTRIBUTION
    }

    private final String id;
    private final Kind kind;
    private final String help;
    private final List<String> labels;

    Metric(String id, Kind kind, String help, List<String> labels) {
        this.id = id;
        this.kind = kind;
        this.help = help;
        this.labels = labels;
    }

    /** @return the dotted name */
    public String id() {
        return id;
    }

    /** @return what kind of figure it is */
    public Kind kind() {
        return kind;
    }

    /** @return one sentence for the reader of a dashboard */
    public String help() {
        return help;
    }

    /** @return the names of its labels, in the order in which values are given */
    public List<String> labels() {
        return labels;
    }
}
