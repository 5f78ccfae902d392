package io.vestibule.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.catalog.TopicLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pins every key, its environment twin and its default: a renamed or silently changed setting fails here. */
class VestibuleConfigTest {

    private static final Path HERE = Path.of("").toAbsolutePath();

    @Test
    void every_key_has_this_path_this_default_and_this_environment_twin() {
        // Given
        List<Key<?>> keys = VestibuleConfig.keys();
        // When
        List<String> described = keys.stream()
                .map(key -> key.path() + " = " + key.fallback() + " / " + key.variable())
                .toList();
        // Then
        assertThat(described)
                .containsExactly(
                        "server-name = localhost / VESTIBULE_SERVER_NAME",
                        "signing-key-file =  / VESTIBULE_SIGNING_KEY_FILE",
                        "data-dir = data / VESTIBULE_DATA_DIR",
                        "room-versions = 1,2,3,4,5,6,7,8,9,10,11,12 / VESTIBULE_ROOM_VERSIONS",
                        "kafka.bootstrap-servers = embedded / VESTIBULE_KAFKA_BOOTSTRAP_SERVERS",
                        "kafka.embedded.listen = 127.0.0.1:9092 / VESTIBULE_KAFKA_EMBEDDED_LISTEN",
                        "kafka.embedded.flush = true / VESTIBULE_KAFKA_EMBEDDED_FLUSH",
                        "kafka.topics.prefix =  / VESTIBULE_KAFKA_TOPICS_PREFIX",
                        "kafka.topics.partitions =  / VESTIBULE_KAFKA_TOPICS_PARTITIONS",
                        "kafka.topics.replication-factor =  / VESTIBULE_KAFKA_TOPICS_REPLICATION_FACTOR",
                        "schema-registry.url = embedded / VESTIBULE_SCHEMA_REGISTRY_URL",
                        "ingress.listen = 127.0.0.1:8008 / VESTIBULE_INGRESS_LISTEN",
                        "ingress.tls.cert-file =  / VESTIBULE_INGRESS_TLS_CERT_FILE",
                        "ingress.tls.key-file =  / VESTIBULE_INGRESS_TLS_KEY_FILE",
                        "ingress.serve-keys = true / VESTIBULE_INGRESS_SERVE_KEYS",
                        "ingress.local-users = any / VESTIBULE_INGRESS_LOCAL_USERS",
                        "ingress.appservice-query =  / VESTIBULE_INGRESS_APPSERVICE_QUERY",
                        "ingress.state-check.before-v12 = warn / VESTIBULE_INGRESS_STATE_CHECK_BEFORE_V12",
                        "ingress.state-check.from-v12 = create / VESTIBULE_INGRESS_STATE_CHECK_FROM_V12",
                        "ingress.max-request-size = 2MiB / VESTIBULE_INGRESS_MAX_REQUEST_SIZE",
                        "ingress.max-in-flight = 1024 / VESTIBULE_INGRESS_MAX_IN_FLIGHT",
                        "ingress.ack-timeout = 5s / VESTIBULE_INGRESS_ACK_TIMEOUT",
                        "ingress.drain-timeout = 10s / VESTIBULE_INGRESS_DRAIN_TIMEOUT",
                        "ingress.max-header-size = 32KiB / VESTIBULE_INGRESS_MAX_HEADER_SIZE",
                        "ingress.body-timeout = 30s / VESTIBULE_INGRESS_BODY_TIMEOUT",
                        "ingress.idle-timeout = 2m / VESTIBULE_INGRESS_IDLE_TIMEOUT",
                        "ingress.max-connections-per-address = 512 / VESTIBULE_INGRESS_MAX_CONNECTIONS_PER_ADDRESS",
                        "ingress.max-json-depth = 128 / VESTIBULE_INGRESS_MAX_JSON_DEPTH",
                        "ingress.max-via = 50 / VESTIBULE_INGRESS_MAX_VIA",
                        "ingress.max-state-entries = 100 / VESTIBULE_INGRESS_MAX_STATE_ENTRIES",
                        "ingress.max-in-flight-per-origin = 512 / VESTIBULE_INGRESS_MAX_IN_FLIGHT_PER_ORIGIN",
                        "ingress.rate.origin = 3000/1m / VESTIBULE_INGRESS_RATE_ORIGIN",
                        "ingress.rate.sender = 300/5m / VESTIBULE_INGRESS_RATE_SENDER",
                        "ingress.rate.invited = 300/15m / VESTIBULE_INGRESS_RATE_INVITED",
                        "ingress.rate.remembered = 20000 / VESTIBULE_INGRESS_RATE_REMEMBERED",
                        "federation.extra-ca-file =  / VESTIBULE_FEDERATION_EXTRA_CA_FILE",
                        "federation.allowed-addresses =  / VESTIBULE_FEDERATION_ALLOWED_ADDRESSES",
                        "federation.blocked-addresses =  / VESTIBULE_FEDERATION_BLOCKED_ADDRESSES",
                        "federation.nat64-prefixes =  / VESTIBULE_FEDERATION_NAT64_PREFIXES",
                        "federation.key-fetch-timeout = 10s / VESTIBULE_FEDERATION_KEY_FETCH_TIMEOUT",
                        "federation.key-fetch-pause = 30s / VESTIBULE_FEDERATION_KEY_FETCH_PAUSE",
                        "federation.stranger-key-fetches = 100 / VESTIBULE_FEDERATION_STRANGER_KEY_FETCHES",
                        "federation.max-response-size = 1MiB / VESTIBULE_FEDERATION_MAX_RESPONSE_SIZE",
                        "federation.connections-per-server = 64 / VESTIBULE_FEDERATION_CONNECTIONS_PER_SERVER",
                        "worker.group-id = vestibule-worker / VESTIBULE_WORKER_GROUP_ID",
                        "worker.instance-id =  / VESTIBULE_WORKER_INSTANCE_ID",
                        "worker.max-in-flight = 2000 / VESTIBULE_WORKER_MAX_IN_FLIGHT",
                        "worker.background-percent = 50 / VESTIBULE_WORKER_BACKGROUND_PERCENT",
                        "worker.background-rate-per-server = 120/1m / VESTIBULE_WORKER_BACKGROUND_RATE_PER_SERVER",
                        "worker.drain-timeout = 10s / VESTIBULE_WORKER_DRAIN_TIMEOUT",
                        "worker.make-timeout = 20s / VESTIBULE_WORKER_MAKE_TIMEOUT",
                        "worker.short-try-timeout = 3s / VESTIBULE_WORKER_SHORT_TRY_TIMEOUT",
                        "worker.walk-timeout = 90s / VESTIBULE_WORKER_WALK_TIMEOUT",
                        "worker.hedge-first = 1s / VESTIBULE_WORKER_HEDGE_FIRST",
                        "worker.hedge-least = 200ms / VESTIBULE_WORKER_HEDGE_LEAST",
                        "worker.hedge-at-once = 32 / VESTIBULE_WORKER_HEDGE_AT_ONCE",
                        "worker.send-leave-timeout = 45s / VESTIBULE_WORKER_SEND_LEAVE_TIMEOUT",
                        "worker.send-join-timeout = 5m / VESTIBULE_WORKER_SEND_JOIN_TIMEOUT",
                        "worker.send-join-silence = 30s / VESTIBULE_WORKER_SEND_JOIN_SILENCE",
                        "worker.max-import-size = 512MiB / VESTIBULE_WORKER_MAX_IMPORT_SIZE",
                        "worker.spool-size = 4GiB / VESTIBULE_WORKER_SPOOL_SIZE",
                        "worker.keys-timeout = 30s / VESTIBULE_WORKER_KEYS_TIMEOUT",
                        "worker.invite-timeout = 30s / VESTIBULE_WORKER_INVITE_TIMEOUT",
                        "worker.invite-with-auth = off / VESTIBULE_WORKER_INVITE_WITH_AUTH",
                        "worker.invite-with-auth-memory = 24h / VESTIBULE_WORKER_INVITE_WITH_AUTH_MEMORY",
                        "worker.via-names = unstable / VESTIBULE_WORKER_VIA_NAMES",
                        "topology.application-id = vestibule-topology / VESTIBULE_TOPOLOGY_APPLICATION_ID",
                        "topology.threads = 1 / VESTIBULE_TOPOLOGY_THREADS",
                        "topology.standby-replicas = 0 / VESTIBULE_TOPOLOGY_STANDBY_REPLICAS",
                        "topology.instance-id =  / VESTIBULE_TOPOLOGY_INSTANCE_ID",
                        "topology.session-timeout = 7s / VESTIBULE_TOPOLOGY_SESSION_TIMEOUT",
                        "topology.store-memory =  / VESTIBULE_TOPOLOGY_STORE_MEMORY",
                        "topology.accept-timeout = 3m / VESTIBULE_TOPOLOGY_ACCEPT_TIMEOUT",
                        "topology.last-resort = true / VESTIBULE_TOPOLOGY_LAST_RESORT",
                        "topology.leave-retries = 7d / VESTIBULE_TOPOLOGY_LEAVE_RETRIES",
                        "topology.open-background = 50 / VESTIBULE_TOPOLOGY_OPEN_BACKGROUND",
                        "topology.only-own-invite-forbids = false / VESTIBULE_TOPOLOGY_ONLY_OWN_INVITE_FORBIDS",
                        "topology.send-invite-retries = 1h / VESTIBULE_TOPOLOGY_SEND_INVITE_RETRIES",
                        "topology.retraction-retries = 24h / VESTIBULE_TOPOLOGY_RETRACTION_RETRIES",
                        "topology.queries-listen = 127.0.0.1:0 / VESTIBULE_TOPOLOGY_QUERIES_LISTEN",
                        "topology.queries-advertised =  / VESTIBULE_TOPOLOGY_QUERIES_ADVERTISED",
                        "topology.queries-token =  / VESTIBULE_TOPOLOGY_QUERIES_TOKEN",
                        "appservice.registration-files =  / VESTIBULE_APPSERVICE_REGISTRATION_FILES",
                        "appservice.reload-interval = 10s / VESTIBULE_APPSERVICE_RELOAD_INTERVAL",
                        "appservice.listen = 127.0.0.1:8010 / VESTIBULE_APPSERVICE_LISTEN",
                        "appservice.group-prefix = vestibule-appservice- / VESTIBULE_APPSERVICE_GROUP_PREFIX",
                        "appservice.transaction-timeout = 30s / VESTIBULE_APPSERVICE_TRANSACTION_TIMEOUT",
                        "appservice.query-timeout = 8s / VESTIBULE_APPSERVICE_QUERY_TIMEOUT",
                        "appservice.first-retry = 1s / VESTIBULE_APPSERVICE_FIRST_RETRY",
                        "appservice.longest-retry = 5m / VESTIBULE_APPSERVICE_LONGEST_RETRY",
                        "appservice.legacy-paths-for = 1h / VESTIBULE_APPSERVICE_LEGACY_PATHS_FOR",
                        "console.listen = 127.0.0.1:8012 / VESTIBULE_CONSOLE_LISTEN",
                        "console.tokens =  / VESTIBULE_CONSOLE_TOKENS",
                        "console.authentication = auto / VESTIBULE_CONSOLE_AUTHENTICATION",
                        "console.topology =  / VESTIBULE_CONSOLE_TOPOLOGY",
                        "console.workers =  / VESTIBULE_CONSOLE_WORKERS",
                        "console.most-invites = 100000 / VESTIBULE_CONSOLE_MOST_INVITES",
                        "console.look-back = 1h / VESTIBULE_CONSOLE_LOOK_BACK",
                        "retention.invites.received = 7d / VESTIBULE_RETENTION_INVITES_RECEIVED",
                        "retention.invites.commands = 7d / VESTIBULE_RETENTION_INVITES_COMMANDS",
                        "retention.homeserver.memberships = 7d / VESTIBULE_RETENTION_HOMESERVER_MEMBERSHIPS",
                        "retention.homeserver.rooms = 7d / VESTIBULE_RETENTION_HOMESERVER_ROOMS",
                        "retention.homeserver.pdus = 7d / VESTIBULE_RETENTION_HOMESERVER_PDUS",
                        "retention.homeserver.users = 7d / VESTIBULE_RETENTION_HOMESERVER_USERS",
                        "retention.homeserver.appservices = 7d / VESTIBULE_RETENTION_HOMESERVER_APPSERVICES",
                        "retention.invites.policy = 7d / VESTIBULE_RETENTION_INVITES_POLICY",
                        "retention.invites.refusals = 28d / VESTIBULE_RETENTION_INVITES_REFUSALS",
                        "retention.invites.events = 30d / VESTIBULE_RETENTION_INVITES_EVENTS",
                        "retention.invites.state = 7d / VESTIBULE_RETENTION_INVITES_STATE",
                        "retention.invites.handshakes = 7d / VESTIBULE_RETENTION_INVITES_HANDSHAKES",
                        "retention.invites.handshake-results = 7d / VESTIBULE_RETENTION_INVITES_HANDSHAKE_RESULTS",
                        "retention.invites.outcomes = 7d / VESTIBULE_RETENTION_INVITES_OUTCOMES",
                        "retention.invites.appservice = 14d / VESTIBULE_RETENTION_INVITES_APPSERVICE",
                        "retention.rooms.imported = 14d / VESTIBULE_RETENTION_ROOMS_IMPORTED",
                        "retention.invites.dead-letters = 28d / VESTIBULE_RETENTION_INVITES_DEAD_LETTERS",
                        "retention.stores.settled-invites = 90d / VESTIBULE_RETENTION_STORES_SETTLED_INVITES",
                        "retention.stores.routes = 365d / VESTIBULE_RETENTION_STORES_ROUTES",
                        "retention.stores.command-outcomes = 30d / VESTIBULE_RETENTION_STORES_COMMAND_OUTCOMES",
                        "admin.listen = 127.0.0.1:8009 / VESTIBULE_ADMIN_LISTEN",
                        "admin.token =  / VESTIBULE_ADMIN_TOKEN",
                        "log.format = text / VESTIBULE_LOG_FORMAT",
                        "log.level = info / VESTIBULE_LOG_LEVEL",
                        "tracing.endpoint =  / VESTIBULE_TRACING_ENDPOINT",
                        "tracing.sample = 1 / VESTIBULE_TRACING_SAMPLE",
                        "tracing.names = false / VESTIBULE_TRACING_NAMES");
    }

    @Test
    void zero_configuration_is_complete() {
        // Given
        Optional<Path> noFile = Optional.empty();
        // When
        VestibuleConfig config = ConfigLoader.load(noFile, Map.of(), Map.of());
        // Then
        assertThat(config.server().name()).isEqualTo(ServerName.of("localhost"));
        assertThat(config.server().signingKeyFile()).isEqualTo(HERE.resolve("data/signing.key"));
        assertThat(config.server().generateKey()).isTrue();
        assertThat(config.server().roomVersions()).hasSize(12).contains(RoomVersionId.of("12"));
        assertThat(config.kafka().isEmbedded()).isTrue();
        assertThat(config.kafka().embeddedFlush()).isTrue();
        assertThat(config.kafka().bootstrap()).isEqualTo("127.0.0.1:9092");
        assertThat(config.kafka().topics()).isEqualTo(TopicLayout.embedded());
        assertThat(config.topology().cluster().threads()).isEqualTo(1);
        assertThat(config.schemaRegistry().serdeProperties())
                .isEqualTo(Map.<String, Object>of("schema.registry.url", "embedded"));
        assertThat(config.ingress().tls()).isEmpty();
        assertThat(config.ingress().limits())
                .isEqualTo(new IngressConfig.Limits(
                        new ByteSize(2 << 20), 1024, Duration.ofSeconds(5), Duration.ofSeconds(10)));
        assertThat(config.federation().addresses().allowed()).isEmpty();
    }

    @Test
    void every_environment_twin_names_one_key_only() {
        // Given
        List<Key<?>> keys = VestibuleConfig.keys();
        // When
        List<String> variables = keys.stream().map(Key::variable).toList();
        // Then
        assertThat(variables).doesNotHaveDuplicates();
    }
}
