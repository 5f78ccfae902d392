package io.vestibule.topology.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far the stores of this instance have been restored, for the person who waits for a start. Thread-safe. */
final class RestoreProgress implements StateRestoreListener {

    private record Part(long from, long to, long at) {}

    private final InstantSource clock;
    private final Map<TopicPartition, Part> parts = new HashMap<>();
    private Instant since;

    RestoreProgress(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        if (parts.isEmpty()) {
            since = clock.instant();
        }
        parts.put(partition, new Part(from, to, from));
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition partition, String store, long batchEnd, long restored) {
        parts.computeIfPresent(partition, (same, part) -> new Part(part.from(), part.to(), batchEnd + 1));
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition partition, String store, long restored) {
        parts.computeIfPresent(partition, (same, part) -> new Part(part.from(), part.to(), part.to()));
        forgetWhenDone();
    }

    @Override
    public synchronized void onRestoreSuspended(TopicPartition partition, String store, long restored) {
        parts.remove(partition);
        forgetWhenDone();
    }

    /** @return such as {@code restored 40 % of 12000 records, about 9 s to go}; empty while nothing is restored */
    synchronized Optional<String> sentence() {
        long all = parts.values().stream()
                .mapToLong(part -> part.to() - part.from())
                .sum();
        long done = parts.values().stream()
                .mapToLong(part -> Math.min(part.at(), part.to()) - part.from())
                .sum();
        if (parts.isEmpty() || all <= 0) {
            return Optional.empty();
        }
        String progress = "restored %d %% of %d records".formatted(100 * done / all, all);
        long millis = Duration.between(since, clock.instant()).toMillis();
        return Optional.of(
                done <= 0 ? progress : progress + ", about %d s to go".formatted(millis * (all - done) / done / 1000));
    }

    private void forgetWhenDone() {
        if (parts.values().stream().allMatch(part -> part.at() >= part.to())) {
            parts.clear();
        }
    }
}
