package io.vestibule.verifier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic. Immutable as far as its value is.
 *
 * @param place where it stands
 * @param at its timestamp
 * @param key its key as text, empty for none
 * @param value its value, null for a tombstone
 * @param <V> the value
 */
public record LogEntry<V>(
        Place place, Instant at, String key, @Nullable V value) {}
