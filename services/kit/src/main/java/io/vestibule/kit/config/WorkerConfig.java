package io.vestibule.kit.config;

import java.util.List;

/**
 * The {@code worker} section: the handshakes with other homeservers. Immutable.
 *
 * @param maxInFlight the most work orders at once
 */
public record WorkerConfig(int maxInFlight) {

    static final Key<Integer> MAX_IN_FLIGHT =
            Key.of("worker.max-in-flight", "2000", "The most work orders at once.", Syntax::integer);

    static final List<Key<?>> KEYS = List.of(MAX_IN_FLIGHT);

    public WorkerConfig {
        Syntax.within(MAX_IN_FLIGHT, maxInFlight, 1, 1_000_000);
    }

    static WorkerConfig read(Settings settings) {
        return new WorkerConfig(settings.get(MAX_IN_FLIGHT));
    }
}
