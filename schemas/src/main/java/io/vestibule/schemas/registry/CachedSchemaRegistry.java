package io.vestibule.schemas.registry;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/**
 * Remembers a registry's answers: IDs and schemas for good, since they never change, what was not found for three seconds,
 * and the newest schema of a subject as long as the configuration says. Thread-safe.
 */
final class CachedSchemaRegistry implements SchemaRegistry {

    private static final long MISS_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final SchemaRegistry registry;
    private final SlotCache<Registration, Integer> registered;
    private final SlotCache<Registration, Integer> ids;
    private final SlotCache<Integer, Schema> schemas;
    private final SlotCache<UUID, Schema> guids;
    private final SlotCache<String, RegisteredSchema> newest;

    private record Registration(String subject, Schema schema) {}

    /**
     * @param capacity the most entries of each cache
     * @param latestNanos how long the newest schema of a subject counts, {@link Long#MAX_VALUE} for ever
     * @param nanoTime a clock that never goes back
     */
    CachedSchemaRegistry(SchemaRegistry registry, int capacity, long latestNanos, LongSupplier nanoTime) {
        this.registry = registry;
        SlotCache.Limits forGood = new SlotCache.Limits(capacity, Long.MAX_VALUE, MISS_NANOS);
        this.registered = new SlotCache<>(forGood, nanoTime);
        this.ids = new SlotCache<>(forGood, nanoTime);
        this.schemas = new SlotCache<>(forGood, nanoTime);
        this.guids = new SlotCache<>(forGood, nanoTime);
        this.newest = new SlotCache<>(
                new SlotCache.Limits(capacity, latestNanos, Math.min(latestNanos, MISS_NANOS)), nanoTime);
    }

    static CachedSchemaRegistry of(SchemaRegistry registry, RegistrySettings settings) {
        int capacity = settings.number("max.schemas.per.subject", 1000, 1);
        int latestSeconds = settings.number("latest.cache.ttl.sec", -1, -1);
        long latestNanos = latestSeconds < 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(latestSeconds);
        return new CachedSchemaRegistry(registry, capacity, latestNanos, System::nanoTime);
    }

    @Override
    public void open() {
        registry.open();
    }

    @Override
    public int register(String subject, Schema schema) {
        return registered.get(new Registration(subject, schema), () -> {
            int id = registry.register(subject, schema);
            newest.remove(subject);
            return id;
        });
    }

    @Override
    public void registerAll(Map<String, Schema> wanted) {
        registry.registerAll(wanted);
        wanted.forEach(this::register);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return ids.get(new Registration(subject, schema), () -> registry.idOf(subject, schema));
    }

    @Override
    public Schema schemaOf(int id, String subject) {
        return schemas.get(id, () -> registry.schemaOf(id, subject));
    }

    @Override
    public Schema schemaOf(UUID guid) {
        return guids.get(guid, () -> registry.schemaOf(guid));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return newest.get(subject, () -> registry.latest(subject));
    }

    @Override
    public void close() {
        registry.close();
    }
}
