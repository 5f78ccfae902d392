package io.vestibule.verifier;

import io.vestibule.schemas.LedgerEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * How far into its inputs a partition of the ledger has come. The inputs of a topic's partition are decided in their order, so
 * that one before the furthest has been decided, or passed over. For one thread.
 */
final class Progressed {

    private record Input(String topic, int partition) {}

    private final Map<Input, Long> furthest = new HashMap<>();

    void fact(LedgerEvent event) {
        furthest.merge(new Input(event.getTopic(), event.getPartition()), event.getInputOffset(), Math::max);
    }

    boolean isPast(Place input) {
        Long offset = furthest.get(new Input(input.topic(), input.partition()));
        return offset != null && offset > input.offset();
    }
}
