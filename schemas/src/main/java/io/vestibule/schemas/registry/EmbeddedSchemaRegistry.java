package io.vestibule.schemas.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A registry without a process ({@code schema.registry.url=embedded}): schemas stand in a compacted topic of the same
 * broker that carries the records, for every process of the deployment.
 *
 * <p>An ID is computed from the schema's text, so it survives restarts, needs no agreement between processes that start
 * at once, and would even survive the loss of the topic. Two texts with one ID are refused (one chance in some hundred
 * thousand for a thousand schemas).
 *
 * <p>Thread-safe. A miss reads the topic to its end before it counts.
 */
public final class EmbeddedSchemaRegistry implements SchemaRegistry {

    private final SchemaLog log;
    private final Map<Integer, String> textsById = new HashMap<>();
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<UUID, Schema> guids = new HashMap<>();
    private final Map<String, LinkedHashMap<Integer, String>> subjects = new HashMap<>();

    /**
     * @param clientConfig {@code bootstrap.servers} and security keys of the broker; other keys are ignored
     * @throws ConfigException if {@code bootstrap.servers} is missing
     */
    public EmbeddedSchemaRegistry(Map<String, ?> clientConfig) {
        if (!clientConfig.containsKey("bootstrap.servers")) {
            throw new ConfigException(
                    "schema.registry.url=embedded keeps schemas on the broker and needs bootstrap.servers beside it");
        }
        this.log = new SchemaLog(clientConfig, SchemaLog.TOPIC);
    }

    @Override
    public synchronized void open() {
        log.open();
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        registerAll(Map.of(subject, schema));
        return SchemaText.contentId(schema.toString());
    }

    @Override
    public synchronized void registerAll(Map<String, Schema> wanted) {
        List<SchemaEntry> missing = missing(wanted);
        if (missing.isEmpty()) {
            return;
        }
        refresh();
        missing = missing(wanted);
        missing.forEach(this::refuseCollision);
        if (!missing.isEmpty()) {
            log.append(missing);
            refresh();
        }
    }

    @Override
    public synchronized int idOf(String subject, Schema schema) {
        SchemaEntry entry = SchemaEntry.of(subject, schema.toString());
        if (!has(entry)) {
            refresh();
        }
        if (!has(entry)) {
            throw notFound("schema " + schema.getFullName() + " under subject " + subject);
        }
        return entry.id();
    }

    @Override
    public synchronized Schema schemaOf(int id, String subject) {
        if (!schemas.containsKey(id)) {
            refresh();
        }
        return found(schemas.get(id), "schema with ID " + id);
    }

    @Override
    public synchronized Schema schemaOf(UUID guid) {
        if (!guids.containsKey(guid)) {
            refresh();
        }
        return found(guids.get(guid), "schema with GUID " + guid);
    }

    @Override
    public synchronized RegisteredSchema latest(String subject) {
        refresh();
        Map<Integer, String> versions = found(subjects.get(subject), "subject " + subject);
        int newest = versions.keySet().stream().reduce((older, newer) -> newer).orElseThrow();
        return new RegisteredSchema(newest, found(schemas.get(newest), "schema with ID " + newest));
    }

    /** Does nothing: clients are open only while they are used. */
    @Override
    public void close() {}

    private List<SchemaEntry> missing(Map<String, Schema> wanted) {
        return wanted.entrySet().stream()
                .map(entry -> SchemaEntry.of(entry.getKey(), entry.getValue().toString()))
                .filter(entry -> !has(entry))
                .toList();
    }

    private boolean has(SchemaEntry entry) {
        Map<Integer, String> versions = subjects.get(entry.subject());
        return versions != null && entry.text().equals(versions.get(entry.id()));
    }

    private void refuseCollision(SchemaEntry entry) {
        String present = textsById.get(entry.id());
        if (present != null && !present.equals(entry.text())) {
            throw new RegistryRefusedException(
                    "two schemas have the ID " + entry.id() + ": " + entry.text() + " and " + present, 0, 0);
        }
    }

    private void refresh() {
        log.readNew(entry -> {
            if (!textsById.getOrDefault(entry.id(), entry.text()).equals(entry.text())) {
                return;
            }
            if (textsById.put(entry.id(), entry.text()) == null) {
                Schema schema = SchemaText.parse(entry.text());
                schemas.put(entry.id(), schema);
                guids.put(SchemaText.guid(entry.text()), schema);
            }
            subjects.computeIfAbsent(entry.subject(), fresh -> new LinkedHashMap<>())
                    .putIfAbsent(entry.id(), entry.text());
        });
    }

    private static <T> T found(@Nullable T value, String what) {
        if (value == null) {
            throw notFound(what);
        }
        return value;
    }

    private static SchemaNotFoundException notFound(String what) {
        return new SchemaNotFoundException("the schema topic " + SchemaLog.TOPIC + " has no " + what);
    }
}
