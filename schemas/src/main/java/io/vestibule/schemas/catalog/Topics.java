package io.vestibule.schemas.catalog;

import static io.vestibule.schemas.catalog.Keeping.Timestamps.CREATE;
import static io.vestibule.schemas.catalog.Keeping.Timestamps.LOG_APPEND;
import static io.vestibule.schemas.catalog.Keeping.compacted;
import static io.vestibule.schemas.catalog.Keeping.deleted;

import io.vestibule.schemas.AppserviceEvent;
import io.vestibule.schemas.AppserviceNamespaces;
import io.vestibule.schemas.CommandOutcome;
import io.vestibule.schemas.DeadLetter;
import io.vestibule.schemas.ImportRecord;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteRefusal;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LocalUser;
import io.vestibule.schemas.MembershipChanged;
import io.vestibule.schemas.PduSeen;
import io.vestibule.schemas.PolicyRule;
import io.vestibule.schemas.RoomFacts;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import java.time.Duration;
import java.util.List;

/**
 * Every topic of Vestibule.
 *
 * <p>Topics that are written by other clocks than the topology's use the broker's time, so that retention and timers
 * do not hang on a foreign clock. A writer's time stays in the record's own fields.
 */
public final class Topics {

    private static final Duration DAYS = Duration.ofDays(7);
    private static final Duration LEDGER_WINDOW = Duration.ofDays(30);
    private static final Duration LONGEST_APPSERVICE_OUTAGE = Duration.ofDays(14);
    private static final Duration LONGEST_BACKEND_OUTAGE = Duration.ofDays(14);
    private static final Duration WEEKS = Duration.ofDays(28);

    /** Invites as verified and co-signed by ingress. */
    public static final Topic<InviteReceived> INVITES_RECEIVED = new Topic<>(
            "invites.received",
            KeyKind.ROOM,
            InviteReceived.class,
            Writer.INGRESS,
            deleted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** What client-facing services ask for. */
    public static final Topic<InviteCommand> INVITES_COMMANDS = new Topic<>(
            "invites.commands",
            KeyKind.ROOM,
            InviteCommand.class,
            Writer.CLIENT_SERVICES,
            deleted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** Local users' membership changes that happen outside Vestibule. */
    public static final Topic<MembershipChanged> HOMESERVER_MEMBERSHIPS = new Topic<>(
            "homeserver.memberships",
            KeyKind.ROOM,
            MembershipChanged.class,
            Writer.HOMESERVER,
            compacted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** Residency, version, server ACL and block of rooms. */
    public static final Topic<RoomFacts> HOMESERVER_ROOMS = new Topic<>(
            "homeserver.rooms",
            KeyKind.ROOM,
            RoomFacts.class,
            Writer.HOMESERVER,
            compacted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** Membership PDUs seen on {@code /send} for rooms that the homeserver is not in; claims. */
    public static final Topic<PduSeen> HOMESERVER_PDUS = new Topic<>(
            "homeserver.pdus",
            KeyKind.ROOM,
            PduSeen.class,
            Writer.HOMESERVER,
            deleted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** The local users and whether they take invites. */
    public static final Topic<LocalUser> HOMESERVER_USERS = new Topic<>(
            "homeserver.users",
            KeyKind.USER,
            LocalUser.class,
            Writer.HOMESERVER,
            compacted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** The namespaces of application services. */
    public static final Topic<AppserviceNamespaces> HOMESERVER_APPSERVICES = new Topic<>(
            "homeserver.appservices",
            KeyKind.APPLICATION_SERVICE,
            AppserviceNamespaces.class,
            Writer.APPSERVICE,
            compacted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** Whose invites this server signs. */
    public static final Topic<PolicyRule> INVITES_POLICY = new Topic<>(
            "invites.policy",
            KeyKind.POLICY_RULE,
            PolicyRule.class,
            Writer.OPERATORS,
            compacted(DAYS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** Invites that policy refused. */
    public static final Topic<InviteRefusal> INVITES_REFUSALS = new Topic<>(
            "invites.refusals",
            KeyKind.ROOM,
            InviteRefusal.class,
            Writer.INGRESS,
            deleted(WEEKS, LOG_APPEND, SizeBudget.EDGE_RECORD));

    /** The ledger: every decision in order; everything else can be rebuilt from it. */
    public static final Topic<LedgerEvent> INVITES_EVENTS = new Topic<>(
            "invites.events",
            KeyKind.ROOM,
            LedgerEvent.class,
            Writer.TOPOLOGY,
            deleted(LEDGER_WINDOW, CREATE, SizeBudget.DERIVED_RECORD));

    /** The compacted view for sync services; key {@link RoomUserKey}, partitioned by room. */
    public static final Topic<InviteView> INVITES_STATE = new Topic<>(
            "invites.state",
            KeyKind.ROOM_USER,
            InviteView.class,
            Writer.TOPOLOGY,
            compacted(DAYS, CREATE, SizeBudget.DERIVED_RECORD));

    /** Work orders. */
    public static final Topic<WorkOrder> INVITES_HANDSHAKES = new Topic<>(
            "invites.handshakes",
            KeyKind.ROOM,
            WorkOrder.class,
            Writer.TOPOLOGY,
            deleted(DAYS, CREATE, SizeBudget.DERIVED_RECORD));

    /** What came of the work orders. */
    public static final Topic<WorkResult> INVITES_HANDSHAKE_RESULTS = new Topic<>(
            "invites.handshake-results",
            KeyKind.ROOM,
            WorkResult.class,
            Writer.WORKER,
            deleted(DAYS, LOG_APPEND, SizeBudget.DERIVED_RECORD));

    /** One outcome per command ID. */
    public static final Topic<CommandOutcome> INVITES_OUTCOMES = new Topic<>(
            "invites.outcomes",
            KeyKind.ROOM,
            CommandOutcome.class,
            Writer.TOPOLOGY,
            deleted(DAYS, CREATE, SizeBudget.DERIVED_RECORD));

    /** What application services hear: one record is one transaction. */
    public static final Topic<AppserviceEvent> INVITES_APPSERVICE = new Topic<>(
            "invites.appservice",
            KeyKind.APPLICATION_SERVICE,
            AppserviceEvent.class,
            Writer.TOPOLOGY,
            deleted(LONGEST_APPSERVICE_OUTAGE, CREATE, SizeBudget.DERIVED_RECORD));

    /** The state of joined rooms, record by record, the manifest last. */
    public static final Topic<ImportRecord> ROOMS_IMPORTED = new Topic<>(
            "rooms.imported",
            KeyKind.ROOM,
            ImportRecord.class,
            Writer.WORKER,
            deleted(LONGEST_BACKEND_OUTAGE, LOG_APPEND, SizeBudget.BULK_RECORD));

    /** What could not be processed. */
    public static final Topic<DeadLetter> INVITES_DEAD_LETTERS = new Topic<>(
            "invites.dead-letters",
            KeyKind.AS_READ,
            DeadLetter.class,
            Writer.EVERY_PART,
            deleted(WEEKS, LOG_APPEND, SizeBudget.BULK_RECORD));

    private static final List<Topic<?>> ALL = List.of(
            INVITES_RECEIVED,
            INVITES_COMMANDS,
            HOMESERVER_MEMBERSHIPS,
            HOMESERVER_ROOMS,
            HOMESERVER_PDUS,
            HOMESERVER_USERS,
            HOMESERVER_APPSERVICES,
            INVITES_POLICY,
            INVITES_REFUSALS,
            INVITES_EVENTS,
            INVITES_STATE,
            INVITES_HANDSHAKES,
            INVITES_HANDSHAKE_RESULTS,
            INVITES_OUTCOMES,
            INVITES_APPSERVICE,
            ROOMS_IMPORTED,
            INVITES_DEAD_LETTERS);

    private Topics() {}

    /** @return every topic, in the order of the architecture's table */
    public static List<Topic<?>> all() {
        return ALL;
    }
}
