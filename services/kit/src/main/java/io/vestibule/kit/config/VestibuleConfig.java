package io.vestibule.kit.config;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configuration of every service of Vestibule. Immutable.
 *
 * <p>Relative paths are taken from the folder of the configuration file, without one from the working directory.
 *
 * @param server who we are in the federation
 * @param dataDir where the embedded broker, the stores and a generated signing key are kept; absolute
 * @param kafka the brokers
 * @param schemaRegistry the schema registry
 * @param ingress the server that takes invites
 * @param federation how other homeservers are reached
 * @param worker the handshakes
 * @param topology the decisions
 * @param appservice the application services
 * @param console the page for operators and its API
 * @param retention how long things are kept
 * @param admin health and metrics
 * @param log the log
 * @param tracing the traces
 * @param origin every key with its value and source, and what was odd while reading
 */
public record VestibuleConfig(
        Server server,
        Path dataDir,
        KafkaConfig kafka,
        SchemaRegistryConfig schemaRegistry,
        IngressConfig ingress,
        FederationConfig federation,
        WorkerConfig worker,
        TopologyConfig topology,
        AppserviceConfig appservice,
        ConsoleConfig console,
        RetentionConfig retention,
        AdminConfig admin,
        LogConfig log,
        TracingConfig tracing,
        Origin origin) {

    /**
     * Who we are in the federation.
     *
     * @param name the server name of our users
     * @param signingKeyFile the signing keys in Synapse's format; absolute
     * @param generateKey whether a missing key file is to be made: true only where no file was named
     * @param roomVersions the room versions that invites are taken for and joins are asked for
     */
    public record Server(ServerName name, Path signingKeyFile, boolean generateKey, List<RoomVersionId> roomVersions) {
        public Server {
            roomVersions = List.copyOf(roomVersions);
            if (roomVersions.isEmpty()) {
                throw new ConfigException(ROOM_VERSIONS + ": at least one room version is needed");
            }
        }
    }

    /**
     * Where the values came from.
     *
     * @param entries every key with its value as written and its source
     * @param warnings what does not stop a start but should be said
     */
    public record Origin(List<ConfigEntry> entries, List<String> warnings) {
        public Origin {
            entries = List.copyOf(entries);
            warnings = List.copyOf(warnings);
        }
    }

    static final Key<ServerName> SERVER_NAME =
            Key.of("server-name", "localhost", "The server name of our users.", ServerName::of);
    static final Key<Optional<String>> SIGNING_KEY_FILE = Key.optional(
            "signing-key-file",
            "Our signing keys in Synapse's format; left out, a key is generated as signing.key in data-dir.",
            Syntax::text);
    static final Key<Path> DATA_DIR = Key.of(
            "data-dir",
            "data",
            "Where the embedded broker, the stores and a generated key are kept.",
            text -> Path.of(Syntax.text(text)));
    static final Key<List<RoomVersionId>> ROOM_VERSIONS = Key.list(
            "room-versions",
            "1,2,3,4,5,6,7,8,9,10,11,12",
            "The room versions that the homeserver can host.",
            RoomVersionId::of);

    static final List<Key<?>> KEYS = Stream.of(
                    List.<Key<?>>of(SERVER_NAME, SIGNING_KEY_FILE, DATA_DIR, ROOM_VERSIONS),
                    KafkaConfig.KEYS,
                    SchemaRegistryConfig.KEYS,
                    IngressConfig.KEYS,
                    FederationConfig.KEYS,
                    WorkerConfig.KEYS,
                    TopologyConfig.KEYS,
                    AppserviceConfig.KEYS,
                    ConsoleConfig.KEYS,
                    RetentionConfig.KEYS,
                    AdminConfig.KEYS,
                    LogConfig.KEYS,
                    TracingConfig.KEYS)
            .flatMap(List::stream)
            .toList();

    static VestibuleConfig read(Settings settings, Path base, List<String> warnings) {
        Path dataDir = base.resolve(settings.get(DATA_DIR)).normalize();
        KafkaConfig kafka = KafkaConfig.read(settings);
        return new VestibuleConfig(
                server(settings, base, dataDir),
                dataDir,
                kafka,
                SchemaRegistryConfig.read(settings),
                IngressConfig.read(settings, base),
                FederationConfig.read(settings, base),
                WorkerConfig.read(settings),
                TopologyConfig.read(settings, kafka.isEmbedded()),
                AppserviceConfig.read(settings, base),
                ConsoleConfig.read(settings),
                RetentionConfig.read(settings),
                AdminConfig.read(settings),
                LogConfig.read(settings),
                TracingConfig.read(settings),
                new Origin(settings.entries(KEYS), warnings));
    }

    private static Server server(Settings settings, Path base, Path dataDir) {
        Optional<String> keyFile = settings.get(SIGNING_KEY_FILE);
        return new Server(
                settings.get(SERVER_NAME),
                keyFile.map(file -> base.resolve(file).normalize()).orElseGet(() -> dataDir.resolve("signing.key")),
                keyFile.isEmpty(),
                settings.get(ROOM_VERSIONS));
    }

    /** @return every key in the order of the reference page */
    public static List<Key<?>> keys() {
        return KEYS;
    }

    /** @return the same, with the address that the embedded broker really took */
    public VestibuleConfig withBrokerAt(HostPort actual) {
        return with(kafka.listeningOn(actual), ingress);
    }

    /** @return the same, with ingress asking for users of application services there, unless it was told where to ask */
    public VestibuleConfig withUserQueriesAt(HostPort actual) {
        return with(kafka, ingress.askingForUsersAt(actual));
    }

    private VestibuleConfig with(KafkaConfig otherKafka, IngressConfig otherIngress) {
        return new VestibuleConfig(
                server,
                dataDir,
                otherKafka,
                schemaRegistry,
                otherIngress,
                federation,
                worker,
                topology,
                appservice,
                console,
                retention,
                admin,
                log,
                tracing,
                origin);
    }
}
