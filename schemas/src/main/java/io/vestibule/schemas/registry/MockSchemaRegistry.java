package io.vestibule.schemas.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory ({@code mock://scope}), shared by everybody in the process who names the scope. IDs count from 1 in
 * order of registration and are global by schema text.
 */
public final class MockSchemaRegistry implements SchemaRegistry {

    private static final Map<String, MockSchemaRegistry> SCOPES = new ConcurrentHashMap<>();

    private final String scope;
    private final Map<String, Integer> idsByText = new HashMap<>();
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<UUID, Schema> guids = new HashMap<>();
    private final Map<String, LinkedHashMap<String, Integer>> subjects = new HashMap<>();

    private MockSchemaRegistry(String scope) {
        this.scope = scope;
    }

    /** @return the registry of a scope, made when it is named for the first time */
    public static MockSchemaRegistry scope(String scope) {
        return SCOPES.computeIfAbsent(scope, MockSchemaRegistry::new);
    }

    /** Forgets a scope; who holds its registry keeps it. */
    public static void drop(String scope) {
        SCOPES.remove(scope);
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        String text = schema.toString();
        int id = idsByText.computeIfAbsent(text, fresh -> idsByText.size() + 1);
        schemas.put(id, schema);
        guids.put(SchemaText.guid(text), schema);
        subjects.computeIfAbsent(subject, fresh -> new LinkedHashMap<>()).putIfAbsent(text, id);
        return id;
    }

    @Override
    public synchronized int idOf(String subject, Schema schema) {
        Map<String, Integer> versions = subjects.get(subject);
        Integer id = versions == null ? null : versions.get(schema.toString());
        return found(id, "schema " + schema.getFullName() + " under subject " + subject);
    }

    @Override
    public synchronized Schema schemaOf(int id, String subject) {
        return found(schemas.get(id), "schema with ID " + id);
    }

    @Override
    public synchronized Schema schemaOf(UUID guid) {
        return found(guids.get(guid), "schema with GUID " + guid);
    }

    @Override
    public synchronized RegisteredSchema latest(String subject) {
        Map<String, Integer> versions = found(subjects.get(subject), "subject " + subject);
        int newest = versions.values().stream().reduce((older, newer) -> newer).orElseThrow();
        return new RegisteredSchema(newest, schemaOf(newest, subject));
    }

    /** Does nothing: the scope belongs to the process. */
    @Override
    public void close() {}

    private <T> T found(@Nullable T value, String what) {
        if (value == null) {
            throw new SchemaNotFoundException("mock://" + scope + " has no " + what);
        }
        return value;
    }
}
