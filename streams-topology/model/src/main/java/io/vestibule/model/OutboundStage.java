package io.vestibule.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an invite or a retraction of ours stands. */
public sealed interface OutboundStage {

    /**
     * The worker checks and signs; nothing leaves.
     *
     * @param order the open order
     * @param watchdog when it counts as lost
     */
    record Preparing(OrderId order, Instant watchdog) implements OutboundStage {}

    /**
     * The worker sends; the event may arrive from here on.
     *
     * @param order the open order
     * @param watchdog when it counts as lost
     */
    record Sending(OrderId order, Instant watchdog) implements OutboundStage {}

    /**
     * A try failed.
     *
     * @param until when the next one begins
     */
    record Resting(Instant until) implements OutboundStage {}

    /** Between an answer and what follows from it. Lasts only within a decision. */
    record Over() implements OutboundStage {}

    /** @return the open order, null when there is none */
    default @Nullable OrderId openOrder() {
        return switch (this) {
            case Preparing preparing -> preparing.order();
            case Sending sending -> sending.order();
            case Resting resting -> null;
            case Over over -> null;
        };
    }

    /** @return when this stage has to be looked at again, null when never */
    default @Nullable Instant wake() {
        return switch (this) {
            case Preparing preparing -> preparing.watchdog();
            case Sending sending -> sending.watchdog();
            case Resting resting -> resting.until();
            case Over over -> null;
        };
    }
}
