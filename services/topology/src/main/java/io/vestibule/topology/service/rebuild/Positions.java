package io.vestibule.topology.service.rebuild;

import io.vestibule.schemas.LedgerEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each input was decided, as the ledger's events tell.
 *
 * <p>A partition of a foreign topic feeds the tasks of many rooms, and one of them may have been ahead of another. What goes
 * from one partition to one task is decided in its order, so the highest offset is kept for each such pair. Not thread-safe.
 */
final class Positions {

    private static final long NOTHING = -1;

    private final Map<TopicPartition, Map<Integer, Long>> decided = new HashMap<>();

    /** @param task the partition of the ledger in which the event stands */
    void note(LedgerEvent event, int task) {
        decided.computeIfAbsent(new TopicPartition(event.getTopic(), event.getPartition()), input -> new HashMap<>())
                .merge(task, event.getInputOffset(), Math::max);
    }

    /** @return the highest offset that any task has decided, -1 for none */
    long last(TopicPartition input) {
        return decided.getOrDefault(input, Map.of()).values().stream()
                .mapToLong(offset -> offset)
                .max()
                .orElse(NOTHING);
    }

    /** @return whether the task has decided the record */
    boolean isDecided(TopicPartition input, long offset, int task) {
        return offset <= decided.getOrDefault(input, Map.of()).getOrDefault(task, NOTHING);
    }
}
