package io.vestibule.model;

import io.vestibule.matrix.id.ServerName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a walk stands: it has one open order at most. */
public sealed interface Stage {

    /** Nothing was ordered. Lasts only while a leave is signed for which there is no server to ask. */
    record Idle() implements Stage {}

    /**
     * A place in the join line, or the rest between two rounds of a background leave.
     *
     * @param until when to look again at the latest
     */
    record Waiting(Instant until) implements Stage {}

    /**
     * The worker walks over the candidates; this has no side effect.
     *
     * @param order the open order
     * @param watchdog when it counts as lost
     */
    record Preparing(OrderId order, Instant watchdog) implements Stage {}

    /**
     * The worker sends the event: the point of no return.
     *
     * @param sent what is sent, and by which order
     * @param watchdog when the order counts as lost
     * @param repeats how often the same event was sent again after an ambiguous answer
     */
    record Submitting(SentEvent sent, Instant watchdog, int repeats) implements Stage {}

    /**
     * The last order is answered and the walk has not gone on.
     *
     * @param how the last answer, null when nobody answered
     * @param server the server that decided it, null when none did
     * @param repeats how often its Submit had been sent again
     */
    record Over(@Nullable WorkResultType how, @Nullable ServerName server, int repeats) implements Stage {}

    /** @return the open order, null when there is none */
    default @Nullable OrderId openOrder() {
        return switch (this) {
            case Idle idle -> null;
            case Waiting waiting -> null;
            case Preparing preparing -> preparing.order();
            case Submitting submitting -> submitting.sent().order();
            case Over over -> null;
        };
    }

    /** @return the event on its way, null when none is */
    default @Nullable MemberEvent sentEvent() {
        return this instanceof Submitting submitting ? submitting.sent().event() : null;
    }

    /** @return when this stage has to be looked at again, null when never */
    default @Nullable Instant wake() {
        return switch (this) {
            case Idle idle -> null;
            case Waiting waiting -> waiting.until();
            case Preparing preparing -> preparing.watchdog();
            case Submitting submitting -> submitting.watchdog();
            case Over over -> null;
        };
    }

    /** @return how often the event of the current or last Submit was sent again */
    default int repeatsSoFar() {
        return switch (this) {
            case Idle idle -> 0;
            case Waiting waiting -> 0;
            case Preparing preparing -> 0;
            case Submitting submitting -> submitting.repeats();
            case Over over -> over.repeats();
        };
    }

    /** @return whether an event may have reached a server, so that nothing else may be started */
    default boolean pastReturn() {
        return this instanceof Submitting;
    }
}
