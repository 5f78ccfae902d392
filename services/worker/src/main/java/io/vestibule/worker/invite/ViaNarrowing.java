package io.vestibule.worker.invite;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.worker.order.Order;
import io.vestibule.worker.walk.ServerHealth;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Narrows {@code via} down to servers that are likely to be online (MSC4125): at most {@value #NAMED}, in their order, none that
 * has been silent for long unless there is no other.
 *
 * @param health which servers were silent, as far as this process knows
 * @param clock what time it is
 */
public record ViaNarrowing(ServerHealth health, InstantSource clock) {
    /** As many as the specification's advice for routing asks for. */
    static final int NAMED = 3;

    List<ServerName> narrow(Order.Via via) {
        if (!via.narrow()) {
            return via.servers();
        }
        Set<ServerName> silent = health.longSilentAmong(via.servers(), clock.millis());
        List<ServerName> likely = via.servers().stream()
                .filter(server -> !silent.contains(server))
                .toList();
        List<ServerName> left = likely.isEmpty() ? via.servers() : likely;
        return left.subList(0, Math.min(NAMED, left.size()));
    }
}
