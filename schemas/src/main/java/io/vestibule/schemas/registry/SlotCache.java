package io.vestibule.schemas.registry;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache whose hits take no lock and whose misses lock only their own key, so that one slow answer holds up
 * nobody else. What is not found is remembered for a short time; any other failure is not.
 *
 * @param <K> the key
 * @param <V> the value
 */
final class SlotCache<K, V> {

    private final Map<K, Slot<V>> slots = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong();
    private final Limits limits;
    private final LongSupplier nanoTime;

    /**
     * @param capacity the most entries; the one used longest ago goes first
     * @param lifeNanos how long a value counts, {@link Long#MAX_VALUE} for ever
     * @param missNanos how long "not found" counts
     */
    record Limits(int capacity, long lifeNanos, long missNanos) {}

    SlotCache(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** @return the value for the key, loaded when it is not there or too old */
    V get(K key, Supplier<V> loader) {
        Slot<V> slot = slots.computeIfAbsent(key, fresh -> new Slot<>());
        slot.lastUse = uses.incrementAndGet();
        Held<V> held = slot.held;
        if (held != null && counts(held)) {
            return held.get();
        }
        return load(key, slot, loader);
    }

    /** Keeps a value that is known from elsewhere. */
    void put(K key, V value) {
        Slot<V> slot = slots.computeIfAbsent(key, fresh -> new Slot<>());
        slot.lastUse = uses.incrementAndGet();
        slot.held = new Held<>(value, null, nanoTime.getAsLong());
        evict(key);
    }

    void remove(K key) {
        slots.remove(key);
    }

    int size() {
        return slots.size();
    }

    private V load(K key, Slot<V> slot, Supplier<V> loader) {
        slot.lock.lock();
        try {
            Held<V> held = slot.held;
            if (held == null || !counts(held)) {
                held = ask(loader);
                slot.held = held;
                evict(key);
            }
            return held.get();
        } finally {
            slot.lock.unlock();
        }
    }

    private Held<V> ask(Supplier<V> loader) {
        try {
            return new Held<>(loader.get(), null, nanoTime.getAsLong());
        } catch (SchemaNotFoundException missing) {
            return new Held<>(null, missing, nanoTime.getAsLong());
        }
    }

    private boolean counts(Held<V> held) {
        long life = held.missing == null ? limits.lifeNanos : limits.missNanos;
        return life == Long.MAX_VALUE || nanoTime.getAsLong() - held.since < life;
    }

    private void evict(K justUsed) {
        while (slots.size() > limits.capacity) {
            Optional<K> oldest = slots.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(justUsed))
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastUse))
                    .map(Map.Entry::getKey);
            if (oldest.isEmpty()) {
                return;
            }
            slots.remove(oldest.get());
        }
    }

    private static final class Slot<V> {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Held<V> held;
        private volatile long lastUse;
    }

    private record Held<V>(@Nullable V value, @Nullable SchemaNotFoundException missing, long since) {
        V get() {
            if (value != null) {
                return value;
            }
            throw new SchemaNotFoundException(missing == null ? "nothing" : String.valueOf(missing.getMessage()));
        }
    }
}
