package io.vestibule.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The out-of-band leave that is still to be signed. Immutable.
 *
 * @param order the open SignLeave order, null while the next one rests
 * @param until when the open order counts as lost, or the next one is due
 */
public record Signing(@Nullable OrderId order, Instant until) {

    boolean isOpen(OrderId answered) {
        return answered.equals(order);
    }
}
